/** Draws by Graphviz compiled to WebAssembly: the same picture on every machine, without a program beside. */
export async function svgOf(dot: string): Promise<string> {
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  return (await Graphviz.load()).layout(dot, 'svg', 'dot');
}
