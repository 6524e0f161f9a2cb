/** Everything on the page is made here, and text only ever becomes text: nothing that a manifest says is read as HTML. */

export type Child = Node | string | number | undefined | false | readonly Child[];

/** Attributes by name; functions listen to the event of their name. `undefined` and `false` are left out. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>;

const SVG = 'http://www.w3.org/2000/svg';

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes?: Attributes, ...children: Child[]): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes?: Attributes, ...children: Child[]): SVGElementTagNameMap[K] {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled<E extends Element>(element: E, attributes: Attributes = {}, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  add(element, children);
  return element;
}

function add(parent: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined || child === false) continue;
    if (typeof child === 'object' && !(child instanceof Node)) add(parent, child);
    else parent.append(child instanceof Node ? child : String(child));
  }
}

/** Puts new children in place of the old ones. */
export function refill(parent: Element, ...children: Child[]): void {
  parent.replaceChildren();
  add(parent, children);
}

/** A name in the type of code; of one that nobody would read to its end, the beginning and its length. */
export function code(text: string): HTMLElement {
  return h('code', { title: text.length > LONG ? text.slice(0, 1000) : undefined }, breakable(text));
}

/** A name, or a path, which may go on in the next line behind a slash or a dot. */
export function breakable(text: string): Child {
  return short(text).split(/(?<=[/.])/).flatMap((part, at) => at === 0 ? [part] : [h('wbr'), part]);
}

export function short(text: string): string {
  return text.length > LONG ? `${text.slice(0, LONG - 20)}… (${text.length} characters)` : text;
}

/** Longer than any name of Kubernetes and most sentences. */
const LONG = 400;

/** `1 role`, `2 roles`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? noun : plural}`;
}

/** A word on a ground of its colour. */
export function badge(text: string, kind: string): HTMLElement {
  return h('span', { class: `badge ${kind}` }, text);
}

/** Shows the first rows, and more of them on request. */
export function paged<T>(
  items: readonly T[], most: number, make: (item: T) => HTMLElement, into: HTMLElement, noun: string, plural?: string,
): Node[] {
  let shown = 0;
  const more = h('button', { class: 'more', type: 'button', click: () => grow(most * 5) });
  const grow = (by: number): void => {
    items.slice(shown, shown + by).forEach(item => into.append(make(item)));
    shown = Math.min(items.length, shown + by);
    more.hidden = shown >= items.length;
    more.textContent = `Show more: ${shown.toLocaleString('en')} of ${count(items.length, noun, plural)} shown`;
  };
  grow(most);
  return [into, more];
}
