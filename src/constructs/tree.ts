import type { IConstruct } from 'constructs';

/** `construct.node.path`, without the lists that it makes on its way: a synthesis asks for tens of thousands. */
export function pathOf(construct: IConstruct): string {
  const { scope, id } = construct.node;
  const outer = scope ? pathOf(scope) : '';
  return outer === '' ? id : id === '' ? outer : `${outer}/${id}`;
}

/** A construct and all below it, in the order of declaration; without recursion, whatever the depth. */
export function everythingIn(root: IConstruct): IConstruct[] {
  const all: IConstruct[] = [];
  const stack: IConstruct[] = [root];
  for (let next = stack.pop(); next; next = stack.pop()) {
    all.push(next);
    const children = next.node.children;
    for (let at = children.length - 1; at >= 0; at -= 1) {
      stack.push(children[at]!);
    }
  }
  return all;
}
