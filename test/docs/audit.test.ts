import { Guide } from './guide';

jest.setTimeout(60_000);

test('every promise of the guide\'s program holds, and check finds nothing that is not acknowledged', async () => {
  const proofs = await new Guide('audit').expectProved();
  expect([...proofs.keys()].sort()).toEqual(['lab', 'prod', 'staging']);
  for (const { verdicts } of proofs.values()) {
    expect(verdicts.length).toBeGreaterThanOrEqual(3);
  }
});
