/** docs/operations.md names what is there: services, secrets, variables, files of the project. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCompose, ROOT } from './compose-file';

const page = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
const compose = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
const { services, secrets } = readCompose({ PUBLIC_URL: 'https://office.example' });

/** Comments left out: words after `docker compose SUBCOMMAND` that are neither options nor their values: names of services, up to the command inside. */
function servicesNamed(): string[] {
  const commands = [...page.replaceAll(/ #.*$/gm, '').matchAll(/docker compose (?:up|start|stop|build|logs|run|exec)((?: +[^\s`|>&;]+)*)/g)].map(([, words = '']) => words.trim().split(/ +/));
  return commands.flatMap((words) => {
    const plain = words.filter((word) => word !== '' && !word.startsWith('-') && !/^\w[\w-]*=\d+$/.test(word) && word !== 'PART');
    const inside = plain.findIndex((word) => /^(bash|sh|node|psql|pg_dump|pg_restore|createdb|task-queue|workflow)$/.test(word));
    return inside < 0 ? plain : plain.slice(0, inside);
  });
}

describe('docs/operations.md', () => {
  it('names services that docker-compose.yml has', () => {
    const named = servicesNamed();
    expect(named.length).toBeGreaterThan(20);
    expect([...new Set(named)].filter((name) => !(name in services))).toEqual([]);
  });

  it('names secrets that are declared, and says of each how it is changed', () => {
    const used = [...page.matchAll(/(?:run|docker)\/secrets\/(\w+)/g)].map(([, name = '']) => name);
    expect([...new Set(used)].filter((name) => !(name in secrets))).toEqual([]);
    const rotation = page.slice(page.indexOf('## Rotate keys'), page.indexOf('## Keep'));
    for (const name of Object.keys(secrets).filter((one) => one !== 'mongodb_keyfile')) expect(rotation).toContain(name);
    expect(rotation).toContain('MongoDB key file');
  });

  it('names variables of .env that docker-compose.yml reads', () => {
    const paragraph = /^`\.env` may also name [\s\S]+?\n\n/m.exec(page)?.[0] ?? '';
    const named = [...paragraph.matchAll(/`([A-Z_]{4,})`/g)].map(([, name = '']) => name);
    const read = new Set([...compose.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name));
    expect([...named, 'PUBLIC_URL', 'OFFICE_CONFIG'].sort()).toEqual([...read].sort());
  });

  it('names files and folders that are there', () => {
    const paths = [...page.matchAll(/\b(?:docker|docs|test|worker|workflows|embedded|bench)\/[\w./-]*\w/g)].map(([path]) => path);
    const made = /^docker\/secrets\b/; // Made by make-secrets.sh.
    expect([...new Set(paths)].filter((path) => !made.test(path) && !existsSync(join(ROOT, path.replace(/^(bench|worker)(.*)\.js$/, '$1$2.ts'))))).toEqual([]);
  });

  it('leads to places of its own that are there', () => {
    const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, text = '']) => `#${text.toLowerCase().replaceAll(' ', '-')}`);
    const links = [...page.matchAll(/\]\((#[\w-]+)\)/g)].map(([, link = '']) => link);
    expect([...new Set(links)].filter((link) => !headings.includes(link))).toEqual([]);
  });
});
