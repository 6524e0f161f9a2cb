/**
 * The strongly connected components of a graph, each after all that it leads to (Tarjan, without recursion:
 * the input may be as deep as somebody likes). A name that no key of the graph has leads nowhere.
 */
export function componentsOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];
  const onPath = new Set<string>();
  const components: string[][] = [];
  for (const root of graph.keys()) {
    const open: Array<{ readonly name: string; next: number }> = order.has(root) ? [] : [{ name: root, next: 0 }];
    while (open.length > 0) {
      const visit = open.at(-1)!;
      const { name } = visit;
      if (visit.next === 0) {
        order.set(name, order.size);
        lowest.set(name, order.get(name)!);
        path.push(name);
        onPath.add(name);
      }
      const target = graph.get(name)?.[visit.next];
      visit.next += 1;
      if (target !== undefined) {
        if (!order.has(target)) {
          open.push({ name: target, next: 0 });
        } else if (onPath.has(target)) {
          lowest.set(name, Math.min(lowest.get(name)!, order.get(target)!));
        }
        continue;
      }
      if (lowest.get(name) === order.get(name)) {
        const component = path.splice(path.indexOf(name));
        component.forEach(member => onPath.delete(member));
        components.push(component);
      }
      open.pop();
      const parent = open.at(-1)?.name;
      if (parent !== undefined) {
        lowest.set(parent, Math.min(lowest.get(parent)!, lowest.get(name)!));
      }
    }
  }
  return components;
}
