/** How every part reaches Temporal: address, namespace, TLS and API key as the environment names them. */
import type { ConnectionOptions } from '@temporalio/client';

/** As config/env.ts reads it; PEM texts, not paths. */
export type TemporalAddress = { address: string; apiKey?: string; tls?: { ca?: string; cert?: string; key?: string } };

/** Options that both the client's Connection and the worker's NativeConnection take. */
export function connectionOptions({ address, apiKey, tls }: TemporalAddress): Pick<ConnectionOptions, 'address'> & { tls?: TlsOptions | true; apiKey?: string } {
  if (!tls) return { address, ...(apiKey && { apiKey, tls: true as const }) };
  const pair = tls.cert && tls.key ? { clientCertPair: { crt: Buffer.from(tls.cert), key: Buffer.from(tls.key) } } : {};
  return { address, tls: { ...(tls.ca && { serverRootCACertificate: Buffer.from(tls.ca) }), ...pair }, ...(apiKey && { apiKey }) };
}

type TlsOptions = { serverRootCACertificate?: Buffer; clientCertPair?: { crt: Buffer; key: Buffer } };
