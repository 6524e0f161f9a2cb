import { FieldError } from '../../src/manifests/validate';

/** What names a complaint; the words differ between releases. */
export interface Complaint {
  readonly field: string;
  readonly type: string;
}

/** What Kubernetes said of an object. */
export interface Judgement {
  readonly accepted: boolean;
  readonly errors: readonly Complaint[];
  /** What the decoder said when it refused: then no field was validated, and none is named. */
  readonly message?: string;
}

/** Each complaint once, in order; the server repeats a field for each rule that it breaks. */
export function distinct(errors: readonly Complaint[]): string[] {
  return [...new Set(every(errors))];
}

/** Each complaint as often as it is made, in order. */
export function every(errors: readonly Complaint[]): string[] {
  return errors.map(({ field, type }) => `${field} ${type}`).sort();
}

/** How our verdict differs from that of Kubernetes, or undefined when they agree. */
export function disagreement(
  ours: readonly FieldError[], theirs: Judgement, list: (errors: readonly Complaint[]) => readonly string[] = distinct,
): string | undefined {
  const [found, expected] = [list(ours).join(', '), list(theirs.errors).join(', ')];
  // A refusal without fields came from the decoder.
  const byDecoder = !theirs.accepted && theirs.errors.length === 0;
  const agree = byDecoder ? ours.length > 0 : found === expected && theirs.accepted === (ours.length === 0);
  return agree ? undefined : `ours [${found}], theirs [${expected}] ${byDecoder ? theirs.message : ''}`.trimEnd();
}
