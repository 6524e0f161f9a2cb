import type { Client } from './client';
import type { Complaint, Judgement } from '../../conformance/agreement';

interface Cause {
  readonly reason: string;
  readonly field: string;
}

/** What the server says of an object, with strict field validation, without storing it. */
export async function verdictOf(client: Client, method: 'POST' | 'PUT', path: string, object: unknown): Promise<Judgement> {
  const { status, body } = await client.send(method, `${path}?fieldValidation=Strict&dryRun=All`, object);
  switch (status) {
    case 200:
    case 201:
      return { accepted: true, errors: [] };
    // The decoder, or what stands before it: the names in the URL and in the object.
    case 400:
      return { accepted: false, errors: unknownFields(body.message), message: body.message };
    case 422: {
      const causes = body.details.causes as Cause[];
      return { accepted: false, errors: causes.map(({ reason, field }) => ({ field, type: reason })), message: body.message };
    }
    // The uid of another object.
    case 409:
      if (body.reason === 'Conflict') {
        return { accepted: false, errors: [], message: body.message };
      }
  }
  throw new Error(`${method} ${path} was answered with ${status}: ${JSON.stringify(body).slice(0, 500)}`);
}

/** The strict decoder names what it does not know, when nothing worse is wrong. */
export function unknownFields(message: string): Complaint[] {
  const found = message.includes('strict decoding error') ? message.match(/unknown field "(?:[^"\\]|\\.)*"/gs) ?? [] : [];
  return found.map(text => ({ field: unquotedGo(text.slice('unknown field "'.length, -1)), type: 'FieldUnknown' }));
}

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** Text between quotes as Go's `%q` writes it. */
export function unquotedGo(text: string): string {
  return text.replace(/\\(?:x(..)|u(....)|U(........)|(.))/gs, (_, x?: string, u?: string, long?: string, one?: string) =>
    one === undefined ? String.fromCodePoint(parseInt((x ?? u ?? long)!, 16)) : ESCAPES[one] ?? one);
}
