import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** Where Debian and others put it; `CHROMIUM` overrules. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** A real browser, driven by the DevTools protocol over two pipes: messages of JSON, each with a zero byte behind it. */
export class Chromium {
  /** Starts one. Throws where there is none. */
  public static start(): Chromium {
    const program = [process.env.CHROMIUM ?? '', ...PLACES].find(each => each !== '' && existsSync(each));
    if (program === undefined) {
      throw new Error('there is no Chromium here, in which the report is tested: apt-get install --no-install-recommends chromium, or set CHROMIUM to its path');
    }
    return new Chromium(program);
  }

  private readonly profile = mkdtempSync(join(tmpdir(), 'bulwark-chromium-'));
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, { resolve(result: Record<string, unknown>): void; reject(error: Error): void }>();
  private readonly listeners = new Set<(message: Message) => void>();
  private buffer = '';
  private last = 0;

  private constructor(program: string) {
    this.child = spawn(program, [
      '--headless=new', '--remote-debugging-pipe', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-extensions', '--disable-background-networking',
      '--disable-component-update', '--disable-dev-shm-usage', '--font-render-hinting=none', `--user-data-dir=${this.profile}`, 'about:blank',
    ], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    (this.child.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => this.receive(text));
    this.child.once('exit', code => this.waiting.forEach(({ reject }) => reject(new Error(`Chromium ended with ${code}`))));
  }

  public on(listener: (message: Message) => void): void {
    this.listeners.add(listener);
  }

  public send(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    this.last += 1;
    const id = this.last;
    (this.child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject: error => reject(new Error(`${method}: ${error.message}`)) }));
  }

  public async open(file: string, options: PageOptions = {}): Promise<Page> {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, sessionId as string, targetId as string);
    await page.load(file, options);
    return page;
  }

  public async stop(): Promise<void> {
    const ended = new Promise(resolve => this.child.once('exit', resolve));
    // By itself it ends its other processes, which write to the profile, first.
    this.send('Browser.close').catch(() => undefined);
    const guard = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(guard);
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  private receive(text: string): void {
    const messages = (this.buffer + text).split('\0');
    this.buffer = messages.pop()!;
    for (const message of messages.map(each => JSON.parse(each) as Message)) {
      const waiting = message.id === undefined ? undefined : this.waiting.get(message.id);
      this.waiting.delete(message.id ?? 0);
      if (waiting && message.error) waiting.reject(new Error(message.error.message));
      else if (waiting) waiting.resolve(message.result ?? {});
      else this.listeners.forEach(listener => listener(message));
    }
  }
}

/** How a page is looked at. */
export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
}

/** One page, and all that it complained of or asked a network for. */
export class Page {
  /** Messages on the console, exceptions, violations of the page's policy. */
  public readonly complaints: string[] = [];
  /** Addresses that it asked for, its own aside. */
  public readonly requests: string[] = [];

  constructor(private readonly browser: Chromium, private readonly session: string, private readonly target: string) {
    browser.on(({ method, sessionId, params }) => {
      if (sessionId !== session) return;
      if (method === 'Runtime.exceptionThrown' || method === 'Log.entryAdded' || method === 'Runtime.consoleAPICalled') this.complaints.push(JSON.stringify(params));
      if (method === 'Network.requestWillBeSent') this.requests.push((params!.request as { url: string }).url);
      if (method === 'Page.javascriptDialogOpening') this.complaints.push('a dialog was opened');
    });
  }

  public async load(file: string, { width = 1280, height = 900, scheme = 'light' }: PageOptions): Promise<void> {
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await this.send(`${domain}.enable`);
    await this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 500 });
    await this.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }, { name: 'prefers-reduced-motion', value: 'reduce' }] });
    await this.send('Page.navigate', { url: `file://${file}` });
    await this.until('document.documentElement?.dataset.ready === "true"');
    this.requests.splice(0, this.requests.length, ...this.requests.filter(url => url !== `file://${file}`));
  }

  /** The value of an expression in the page. */
  public async value<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true }) as {
      readonly result: { readonly value: T }; readonly exceptionDetails?: { readonly exception?: { readonly description?: string } };
    };
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description}`);
    return result.value;
  }

  public async until(expression: string): Promise<void> {
    const end = Date.now() + 30_000;
    while (!await this.value<boolean>(expression)) {
      if (Date.now() > end) throw new Error(`never came true: ${expression}; ${this.complaints.join(' ')}`);
      await new Promise(resolve => setTimeout(resolve, 30));
    }
  }

  /** Clicks with the mouse in the middle of the first element that matches, as a person would. */
  public async click(selector: string): Promise<void> {
    const { x, y } = await this.value<{ x: number; y: number }>(`(() => { const e = document.querySelector(${JSON.stringify(selector)});
      e.scrollIntoView({ block: 'center', inline: 'center' }); const r = e.getBoundingClientRect(); return { x: r.x + r.width / 2, y: r.y + r.height / 2 }; })()`);
    for (const type of ['mousePressed', 'mouseReleased']) await this.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });
  }

  /** Presses a key: `Escape`, `Enter`, `ArrowRight`, `/`. */
  public async press(key: string): Promise<void> {
    const text = key.length === 1 ? key : key === 'Enter' ? '\r' : undefined;
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code: key, text, windowsVirtualKeyCode: CODES[key] });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key, windowsVirtualKeyCode: CODES[key] });
  }

  /** Puts a text into a field, or chooses it, as typing does. */
  public async fill(selector: string, text: string): Promise<void> {
    await this.value(`(() => { const e = document.querySelector(${JSON.stringify(selector)}); e.value = ${JSON.stringify(text)};
      e.dispatchEvent(new Event('input', { bubbles: true })); e.dispatchEvent(new Event('change', { bubbles: true })); })()`);
  }

  /** The visible text of the first element that matches. */
  public text(selector: string): Promise<string> {
    return this.value(`document.querySelector(${JSON.stringify(selector)})?.innerText ?? ''`);
  }

  public count(selector: string): Promise<number> {
    return this.value(`document.querySelectorAll(${JSON.stringify(selector)}).length`);
  }

  /** What is seen, as PNG; all of the page where `whole` is set. */
  public async screenshot(whole = false): Promise<Buffer> {
    const { data } = await this.send('Page.captureScreenshot', { format: 'png', captureBeyondViewport: whole });
    return Buffer.from(data as string, 'base64');
  }

  /** The page on paper. */
  public async pdf(): Promise<Buffer> {
    const { data } = await this.send('Page.printToPDF', { printBackground: false });
    return Buffer.from(data as string, 'base64');
  }

  public send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    return this.browser.send(method, params, this.session);
  }

  public async close(): Promise<void> {
    await this.browser.send('Target.closeTarget', { targetId: this.target });
  }
}

const CODES: Readonly<Record<string, number>> = { Enter: 13, Escape: 27, Tab: 9, ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40 };
