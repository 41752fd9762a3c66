/** The gateway's Caddyfile: where requests go, what it drops, and that what it names is there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCompose, ROOT } from './compose-file';

/** A line of a Caddyfile and the block behind it. */
type Directive = { words: string[]; block: Directive[] };

/** A Caddyfile is lines of words; a brace at a line's end opens a block. Quoted words hold no braces here. */
function directivesOf(text: string): Directive[] {
  const root: Directive = { words: [], block: [] };
  const open = [root];
  for (const line of text.split('\n').map((raw) => raw.replace(/(^|\s)#.*$/, '').trim()).filter(Boolean)) {
    if (line === '}') {
      open.pop();
      continue;
    }
    const directive: Directive = { words: line.replace(/\s*\{$/, '').split(/\s+/).filter(Boolean), block: [] };
    open.at(-1)!.block.push(directive);
    if (/(^|\s)\{$/.test(line)) open.push(directive);
  }
  expect(open).toEqual([root]);
  return root.block;
}

const file = directivesOf(readFileSync(join(ROOT, 'docker/Caddyfile'), 'utf8'));
const blockOf = (blocks: Directive[], ...words: string[]): Directive[] => {
  const found = blocks.filter((one) => words.every((word, index) => one.words[index] === word));
  expect({ words, found: found.length }).toEqual({ words, found: 1 });
  return found[0]!.block;
};
const linesOf = (block: Directive[]): string[] => block.map(({ words }) => words.join(' '));

/** The block without a name, which must be the first. */
const globals = file[0]!.words.length === 0 ? file[0]!.block : [];
const site = blockOf(file, '{$PUBLIC_URL}');
const proxy = blockOf(blockOf(file, '(to)'), 'reverse_proxy');
const { services } = readCompose({ PUBLIC_URL: 'https://office.example' });

describe('the gateway', () => {
  it('sends what is below /slack to slack-app and everything else to the portal', () => {
    expect(linesOf(site)).toContain('@slack path /slack /slack/*');
    const ways = site.filter(({ words }) => words[0] === 'handle').map(({ words, block }) => [words[1] ?? 'else', ...linesOf(block)]);
    expect(ways).toEqual([['@slack', 'import to slack-app'], ['else', 'import to portal']]);
  });

  it('reaches every replica of services that it shares a network with, on the port they listen on', () => {
    const replicas = linesOf(blockOf(proxy, 'dynamic', 'a'));
    expect(replicas).toContain('name {args[0]}');
    for (const name of ['slack-app', 'portal']) {
      expect(replicas).toContain(`port ${services[name]!.environment!['PORT']}`);
      expect(services[name]!.networks.some((network) => services['gateway']!.networks.includes(network))).toBe(true);
    }
  });

  it('tells the client’s address itself: nothing that a client claims about it is believed', () => {
    expect(linesOf(proxy)).toEqual(expect.arrayContaining(['header_up -Forwarded', 'header_up -X-Real-IP']));
    expect(JSON.stringify(file)).not.toMatch(/trusted_proxies|header_up \+?X-Forwarded/);
  });

  it('limits bodies, headers and time', () => {
    expect(linesOf(blockOf(site, 'request_body'))).toEqual(['max_size 1MB']);
    const servers = blockOf(globals, 'servers');
    expect(linesOf(servers)).toContain('max_header_size 16KB');
    expect(linesOf(blockOf(servers, 'timeouts'))).toEqual(['read_header 10s', 'read_body 20s', 'write 60s', 'idle 2m']);
  });

  it('writes no address and no header into its log: portal links are keys', () => {
    const log = blockOf(globals, 'log', 'default');
    expect(linesOf(blockOf(blockOf(log, 'format', 'filter'), 'fields'))).toEqual(['request>uri delete', 'request>headers delete', 'resp_headers delete']);
    expect(linesOf(site).filter((line) => line.startsWith('log'))).toEqual([]);
  });

  it('can be steered by nobody and answers for its health only inside', () => {
    expect(linesOf(globals)).toContain('admin off');
    expect(linesOf(blockOf(file, 'http://:8088'))).toEqual(['bind 127.0.0.1', 'respond /healthz 200']);
    expect(services['gateway']!.healthcheck!.test.at(-1)).toBe('http://127.0.0.1:8088/healthz');
  });
});
