/** Draws by Graphviz compiled to WebAssembly: the same picture on every machine, without a program beside. */
export async function svgOf(dot: string): Promise<string> {
  return drawn(dot, 'svg');
}

/** The same with the places of everything, as data (https://graphviz.org/docs/outputs/json/). */
export async function placesOf(dot: string): Promise<string> {
  return drawn(dot, 'json');
}

async function drawn(dot: string, format: 'svg' | 'json'): Promise<string> {
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  return (await Graphviz.load()).layout(dot, format, 'dot');
}
