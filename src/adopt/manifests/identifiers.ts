/** Words that cannot name a constant in a module, and those that the program uses itself. */
const TAKEN = new Set(('abstract any app arguments as async await bigint boolean break case catch class cluster const constructor continue debugger declare default '
  + 'delete do else enum eval export exports extends false finally for from function get globalThis if implements import in infer instanceof interface is '
  + 'keyof let module namespace never new null number object of package private protected public readonly require return set static string super '
  + 'switch symbol this throw true try type typeof undefined unique unknown var void while with yield').split(' '));

/** Names of constants: `team-a` becomes `teamA`; what is no name by itself, or is taken, gets an addition. */
export class Identifiers {
  private readonly used = new Set(TAKEN);

  public of(text: string): string {
    const [first = '', ...others] = text.split(/[^A-Za-z0-9]+/).filter(word => word !== '');
    const camel = first.charAt(0).toLowerCase() + first.slice(1) + others.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('');
    const base = /^[a-z]/.test(camel) ? camel : `namespace${camel.charAt(0).toUpperCase()}${camel.slice(1)}`;
    let name = this.used.has(base) ? `${base}Namespace` : base;
    for (let count = 2; this.used.has(name); count += 1) {
      name = `${base}Namespace${count}`;
    }
    this.used.add(name);
    return name;
  }
}
