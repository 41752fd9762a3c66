/** Instants as people read them, in the zone of the person at the desk. */

const LOCALE = 'en-GB';
const at = (seconds) => new Date(seconds * 1000);
const form = (date, timeZone, options) => new Intl.DateTimeFormat(LOCALE, { timeZone, ...options }).format(date);

/** Calendar day as YYYY-MM-DD in the zone. */
export const dayOf = (seconds, timeZone) => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at(seconds));

/** `today`, `yesterday`, `tomorrow`, or nothing. */
function nearDay(seconds, timeZone) {
  const now = Date.now() / 1000;
  const day = dayOf(seconds, timeZone);
  return { [dayOf(now - 86400, timeZone)]: 'yesterday', [dayOf(now + 86400, timeZone)]: 'tomorrow', [dayOf(now, timeZone)]: 'today' }[day];
}

const ordinary = {
  date_num: (s, z) => dayOf(s, z),
  date_slash: (s, z) => form(at(s), z, { day: '2-digit', month: '2-digit', year: 'numeric' }),
  date_long: (s, z) => form(at(s), z, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
  date_long_full: (s, z) => form(at(s), z, { day: 'numeric', month: 'long', year: 'numeric' }),
  date: (s, z) => form(at(s), z, { day: 'numeric', month: 'long' }),
  date_short: (s, z) => form(at(s), z, { day: 'numeric', month: 'short', year: 'numeric' }),
  time: (s, z) => form(at(s), z, { hour: '2-digit', minute: '2-digit' }),
  time_secs: (s, z) => form(at(s), z, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  ago: (s) => ago(s),
  day_divider_pretty: (s, z) => nearDay(s, z) ?? ordinary.date_long(s, z),
};

function ago(seconds) {
  const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });
  const passed = seconds - Date.now() / 1000;
  const [unit, size] = [['day', 86400], ['hour', 3600], ['minute', 60]].find(([, each]) => Math.abs(passed) >= each) ?? ['second', 1];
  return relative.format(Math.round(passed / size), unit);
}

/** Slack's `<!date^…>` format: tokens in braces, the rest as it is. */
export function formatDate(seconds, format, timeZone) {
  return format.replace(/\{(\w+)\}/g, (all, name) => {
    const pretty = name.endsWith('_pretty') && name !== 'day_divider_pretty';
    const known = ordinary[pretty ? name.slice(0, -'_pretty'.length) : name];
    return known ? ((pretty && nearDay(seconds, timeZone)) || known(seconds, timeZone)) : all;
  });
}

export const clock = (ts, timeZone) => ordinary.time(Number(ts), timeZone);
export const fullMoment = (ts, timeZone) => `${ordinary.date_long(Number(ts), timeZone)}, ${ordinary.time_secs(Number(ts), timeZone)}`;
export const dayLabel = (ts, timeZone) => {
  const label = ordinary.day_divider_pretty(Math.floor(Number(ts)), timeZone);
  return label[0].toUpperCase() + label.slice(1);
};
