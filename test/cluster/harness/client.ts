import { Agent, request } from 'node:https';

/** Who asks: a bearer token, or a client certificate. */
export interface Credentials {
  readonly token?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** An answer of the API server. */
export interface Answer {
  readonly status: number;
  readonly body: any;
  readonly warnings: readonly string[];
}

/** A client of one API server with one identity, with its connections kept open. */
export class Client {
  private agent: Agent;

  constructor(private readonly port: number, private readonly ca: string, private readonly credentials: Credentials) {
    this.agent = this.newAgent();
  }

  /** @param headers such as Impersonate-User */
  public send(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string | readonly string[]>> = {}): Promise<Answer> {
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    return new Promise((resolve, reject) => {
      const outgoing = request({
        host: '127.0.0.1',
        port: this.port,
        path,
        method,
        agent: this.agent,
        headers: {
          accept: 'application/json',
          ...(payload ? { 'content-type': 'application/json', 'content-length': String(payload.length) } : {}),
          ...(this.credentials.token ? { authorization: `Bearer ${this.credentials.token}` } : {}),
          ...headers as Record<string, string | string[]>,
        },
      }, incoming => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const warning = incoming.headers.warning;
          resolve({
            status: incoming.statusCode ?? 0,
            body: /json/.test(incoming.headers['content-type'] ?? '') ? parsed(text) : text,
            warnings: warning === undefined ? [] : [String(warning)],
          });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(payload);
    });
  }

  public close(): void {
    this.agent.destroy();
  }

  /** Lets go of its connections and goes on with new ones: those to a server that ended are no use. */
  public drop(): void {
    this.agent.destroy();
    this.agent = this.newAgent();
  }

  private newAgent(): Agent {
    const { cert, key } = this.credentials;
    return new Agent({ keepAlive: true, maxSockets: 32, ca: this.ca, cert, key });
  }
}

/** A watch answers with a line of JSON an event, so with none or several. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
