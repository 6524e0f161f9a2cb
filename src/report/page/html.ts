import { createHash } from 'node:crypto';
import type { ReportData } from './data';

/** The compiled script and the styles of the page. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/**
 * One file that needs nothing else, and may load nothing else: its policy lets run this script and these styles, by their
 * digests, and no more. What manifests say is inside as data, which no browser runs; the script puts it on the page as text.
 */
export function pageHtml(data: ReportData, { script, style }: PageAssets): string {
  const policy = [
    'default-src \'none\'', `script-src ${digest(script)}`, `style-src ${digest(style)}`, 'base-uri \'none\'', 'form-action \'none\'',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="cdk8s-bulwark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escaped(`${data.subject}: security report`)}</title>
<style>${style}</style>
</head>
<body>
<noscript>This report is drawn by a script inside this file. It runs nothing else and loads nothing.</noscript>
<div id="page"></div>
<script type="application/json" id="data">${inertJson(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** JSON in which nothing ends or begins an element, and that older readers of JavaScript take as well. */
export function inertJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function digest(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`);
}
