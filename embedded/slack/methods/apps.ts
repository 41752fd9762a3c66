/** apps.*: what an app asks for itself, with its app-level token. */
import type { Method } from './method';

/** A socket's address, good for one socket and half a minute. */
const connectionsOpen: Method = ({ sockets, place }) => ({ url: `${place.origin.replace(/^http/, 'ws')}${sockets.ticket()}` });

/** The methods that want an app-level token (xapp-…) and no other. */
export const APP_METHODS: Readonly<Record<string, Method>> = { 'apps.connections.open': connectionsOpen };
