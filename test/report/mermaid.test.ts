import type { MapEnd } from '../../src/decide/network/map';
import { mapDot } from '../../src/report/map/dot';
import { mapMermaid, tooMuchForMermaid } from '../../src/report/map/mermaid';
import type { MapView } from '../../src/report/map/view';

function workload(at: number): MapEnd {
  return { type: 'workload', kind: 'Deployment', namespace: 'shop', name: `w${at}` };
}

/** So many connections, each between two workloads of its own. */
function chart(connections: number, partly = false): MapView {
  const ends = Array.from({ length: connections + 1 }, (_, at) => workload(at));
  return {
    map: { ends, connections: ends.slice(1).map((to, at) => ({ from: ends[at]!, to, ports: [{ protocol: 'TCP', first: 80, last: 80 }], partly })) },
    leads: [],
  };
}

test('a chart of 500 edges is drawn by Mermaid as it is, and of one of 501 it is said that it is not', () => {
  expect(tooMuchForMermaid(mapMermaid(chart(500)))).toBeUndefined();
  expect(tooMuchForMermaid(mapMermaid(chart(501)))).toContain('501 edges');
  expect(tooMuchForMermaid(mapMermaid(chart(501, true)))).toContain('501 edges');
});

test('a chart of more text than Mermaid reads is named', () => {
  expect(tooMuchForMermaid(`flowchart LR\n${'  n1("a")\n'.repeat(6000)}`)).toContain('60013 characters');
});

test('text on light boxes is dark, whatever the theme', () => {
  const classes = mapMermaid(chart(1)).split('\n').filter(line => line.includes('classDef'));
  expect(classes).toHaveLength(3);
  classes.forEach(line => expect(line).toMatch(/fill:#f[^]*,color:#222222$/));
});

test('a picture says what its dashes mean where it has any', () => {
  expect(mapDot(chart(2))).not.toContain('dashed');
  expect(mapDot(chart(2, true))).toContain('label="dashed: not between all of their pods"; labelloc=b');
});
