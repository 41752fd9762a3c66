/** The office's own rules for docker-compose.yml: what a schema cannot know. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCompose, ROOT, type Service } from './compose-file';

const { services, networks, volumes, secrets } = readCompose({ PUBLIC_URL: 'https://office.example' });
const all = Object.entries(services);
const isJob = ([, { restart }]: [string, Service]): boolean => restart === 'no';
const serving = all.filter((entry) => !isJob(entry));
const jobs = all.filter((entry) => isJob(entry) && !entry[1].profiles);
const OFFICE = ['worker', 'slack-app', 'portal'] as const;

const publishers = (onAllAddresses: (port: string) => boolean): string[] =>
  all.filter(([, { ports }]) => ports?.some(onAllAddresses)).map(([name]) => name);
const seconds = (duration: string | undefined): number => Number(/^(\d+)s$/.exec(duration ?? '')?.[1]);
const membersOf = (network: string): string[] => all.filter(([, service]) => service.networks.includes(network)).map(([name]) => name).sort();

describe('what runs', () => {
  it('pins every image to a release', () => {
    for (const [name, { image, build }] of all) {
      if (!build) expect(`${name} ${image}`).toMatch(/:\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
    }
  });

  it('runs Temporal’s server and the tools that lay its schema in one version', () => {
    const versions = all.flatMap(([, { image }]) => /^temporalio\/(?:server|admin-tools):(.+)$/.exec(image ?? '')?.[1] ?? []);
    expect(new Set(versions).size).toBe(1);
  });

  it('watches and restarts everything that serves', () => {
    expect(serving.map(([name]) => name)).toEqual(expect.arrayContaining([...OFFICE, 'gateway', 'mongodb-1', 'postgresql', 'temporal', 'temporal-ui']));
    for (const [name, { healthcheck, restart }] of serving) expect({ name, watched: (healthcheck?.test.length ?? 0) > 1, restart }).toEqual({ name, watched: true, restart: 'unless-stopped' });
  });

  it('waits for jobs to end well and for servers to be healthy', () => {
    for (const [name, { depends_on: needs = {} }] of all) {
      for (const [needed, { condition }] of Object.entries(needs)) {
        const job = jobs.some(([one]) => one === needed);
        expect(`${name} waits for ${needed}: ${condition}`).toBe(`${name} waits for ${needed}: ${job ? 'service_completed_successfully' : 'service_healthy'}`);
        expect(Object.keys(services)).toContain(needed);
      }
    }
  });

  it('starts the office only when its store and its namespace are ready', () => {
    for (const part of OFFICE) expect(Object.keys(services[part]!.depends_on ?? {}).sort()).toEqual(['mongodb-init', 'temporal-namespace']);
    expect(Object.keys(services['mongodb-init']!.depends_on ?? {})).toEqual(['mongodb-1', 'mongodb-2', 'mongodb-3']);
    expect(Object.keys(services['temporal-namespace']!.depends_on ?? {})).toEqual(['temporal']);
    expect(Object.keys(services['temporal']!.depends_on ?? {})).toEqual(['temporal-schema']);
    expect(Object.keys(services['temporal-schema']!.depends_on ?? {})).toEqual(['postgresql']);
  });

  it('gives a stopping worker longer than the worker gives its work', () => {
    const sources = readdirSync(join(ROOT, 'worker')).map((file) => readFileSync(join(ROOT, 'worker', file), 'utf8')).join('\n');
    expect(sources).toContain('shutdownGraceTime: GRACE');
    const grace = Number(/GRACE = '(\d+) seconds'/.exec(sources)?.[1]);
    expect(grace).toBeGreaterThan(0);
    expect(seconds(services['worker']!.stop_grace_period)).toBeGreaterThan(grace);
  });
});

describe('what is closed', () => {
  it('lets only the gateway be reached from outside, and the UI of Temporal only from the machine itself', () => {
    expect(publishers((port) => !port.startsWith('127.0.0.1:'))).toEqual(['gateway']);
    expect(publishers((port) => port.startsWith('127.0.0.1:'))).toEqual(['temporal-ui']);
  });

  it('keeps the databases on networks that lead nowhere else', () => {
    expect(networks['office']?.internal).toBe(true);
    expect(networks['data']?.internal).toBe(true);
    expect(membersOf('data')).toEqual(['postgresql', 'temporal', 'temporal-schema']);
    expect(membersOf('edge')).toEqual(['gateway', 'portal', 'slack-app']);
    for (const name of ['mongodb-1', 'mongodb-2', 'mongodb-3', 'mongodb-init', 'temporal-namespace']) expect(services[name]?.networks).toEqual(['office']);
    expect(services['gateway']?.networks).toEqual(['edge']);
  });

  it('takes from every container what it does not need', () => {
    for (const [name, service] of all) {
      const { read_only: readOnly, cap_drop: dropped, cap_add: added = [], security_opt: options } = service;
      expect({ name, readOnly, dropped, added }).toEqual({ name, readOnly: true, dropped: ['ALL'], added: name === 'gateway' ? ['NET_BIND_SERVICE'] : [] });
      expect(options).toContain('no-new-privileges:true');
    }
  });

  it('denies by default in Chromium’s profile, which opens three calls more than Docker’s own', () => {
    expect(services['worker']?.security_opt).toContain('seccomp=./docker/chromium-seccomp.json');
    type Rule = { names: string[]; action: string; args?: unknown[]; includes?: object; excludes?: object };
    const profile = JSON.parse(readFileSync(join(ROOT, 'docker/chromium-seccomp.json'), 'utf8')) as { defaultAction: string; syscalls: Rule[] };
    expect(profile.defaultAction).toBe('SCMP_ACT_ERRNO');
    const open = profile.syscalls.filter(({ action, args, includes, excludes }) => action === 'SCMP_ACT_ALLOW' && !args && !includes && !excludes).flatMap(({ names }) => names);
    for (const call of ['chroot', 'clone', 'unshare']) expect(open).toContain(call);
    for (const call of ['mount', 'setns', 'bpf', 'ptrace', 'init_module', 'keyctl']) expect(open).not.toContain(call);
  });
});

describe('what is secret', () => {
  it('comes by file: no variable holds one, and each _FILE names a secret of its service', () => {
    for (const [name, { environment = {}, secrets: own = [] }] of all) {
      for (const [variable, value] of Object.entries(environment)) {
        if (!/PASSWORD|PWD|SECRET|TOKEN|KEY|MONGODB_URI/.test(variable)) continue;
        expect(`${name}.${variable}`).toMatch(/_FILE$/);
        expect(own.map((secret) => `/run/secrets/${secret}`)).toContain(value);
      }
    }
  });

  it('is declared once and used', () => {
    const used = new Set(all.flatMap(([, service]) => service.secrets ?? []));
    expect([...used].sort()).toEqual(Object.keys(secrets).sort());
    for (const { file } of Object.values(secrets)) expect(file).toMatch(/^\.\/docker\/secrets\//);
  });

  it('is kept out of the repository and of the images', () => {
    expect(readFileSync(join(ROOT, '.gitignore'), 'utf8').split('\n')).toEqual(expect.arrayContaining(['docker/secrets/', '.env']));
    const [first, ...admitted] = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
    expect(first).toBe('*');
    expect(admitted.filter((line) => !/^![\w.-]+(\/[\w.-]+)?$/.test(line) || /^!(docker(\/secrets)?|\.env)$/.test(line))).toEqual([]);
  });
});

describe('what is mounted', () => {
  const mounts = all.flatMap(([name, service]) => (service.volumes ?? []).map((volume) => {
    if (typeof volume !== 'string') return { name, source: volume.source, readOnly: volume.read_only === true };
    const [source = '', , mode] = volume.split(':');
    return { name, source, readOnly: mode === 'ro' };
  }));

  it('is there, and what comes from the project is read only', () => {
    for (const { source, readOnly } of mounts.filter((mount) => mount.source.startsWith('.'))) {
      expect({ source, there: existsSync(join(ROOT, source)), readOnly }).toEqual({ source, there: true, readOnly: true });
    }
  });

  it('keeps the data of each database in a volume of its own', () => {
    const kept = mounts.filter(({ source }) => !source.startsWith('.')).map(({ source }) => source);
    expect(kept.sort()).toEqual(Object.keys(volumes).sort());
    expect(new Set(kept).size).toBe(kept.length);
  });

  it.each(['make-secrets.sh', 'reopen.sh', 'temporal-schema.sh', 'temporal-namespace.sh'])('%s is a shell script without a fault of grammar', (script) => {
    expect(() => execFileSync('sh', ['-n', join(ROOT, 'docker', script)])).not.toThrow();
  });
});
