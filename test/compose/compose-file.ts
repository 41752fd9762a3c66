/** docker-compose.yml as Docker reads it: merged, with the variables of .env filled in, each service's parts in one shape. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const ROOT = join(__dirname, '../..');

export type Service = {
  image?: string; build?: { context: string; target: string }; user?: string; restart?: string; profiles?: string[];
  environment?: Record<string, string>; secrets?: string[]; networks: string[]; ports?: string[]; entrypoint?: string[]; command?: string[];
  volumes?: (string | { type: string; source: string; target: string; read_only?: boolean })[]; tmpfs?: string[];
  depends_on?: Record<string, { condition: string }>; healthcheck?: { test: string[] };
  read_only?: boolean; cap_drop?: string[]; cap_add?: string[]; security_opt?: string[]; stop_grace_period?: string;
};
export type ComposeFile = {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean; ipam?: { config: { subnet: string }[] } }>;
  volumes: Record<string, object>;
  secrets: Record<string, { file: string }>;
};

/**
 * `${NAME:-default}`, `${NAME:?complaint}` and `$$`, as the Compose Specification has them (12-interpolation.md).
 * Throws the complaint when a variable is missing that must be there.
 */
function filled(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$(?:\$|\{(\w+)(?:(:-|:\?)([^}]*))?\})/g, (whole, name?: string, kind?: string, rest?: string) => {
    if (whole === '$$') return '$';
    const value = variables[name ?? ''];
    if (value) return value;
    if (kind === ':?') throw new Error(`${name}: ${rest}`);
    return rest ?? '';
  });
}

function filledThrough(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return filled(value, variables);
  if (Array.isArray(value)) return value.map((item) => filledThrough(item, variables));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, filledThrough(item, variables)]));
}

/** The text as it is written, merged but not filled in: what a schema judges. */
export const writtenCompose = (): unknown => parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true });

/** The file with these variables as .env would give them. */
export const readCompose = (variables: Readonly<Record<string, string>>): ComposeFile => filledThrough(writtenCompose(), variables) as ComposeFile;
