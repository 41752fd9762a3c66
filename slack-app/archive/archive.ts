/** `/invoice archive 2026`: everything that was issued in a period as one ZIP, for a tax office or an auditor. */
import { nothingIssued, readPeriod } from '../../domain/period';
import { DomainError } from '../../domain/refusals';
import { typed } from '../../templates/slack/text';
import { key, t, tn } from '../../templates/slack/words';
import { actingOf } from '../deed';
import type { Registrations } from '../registration';

const USAGE = 'archive <period>';

export const archives: Registrations = {
  commands: [{
    verb: 'archive', needs: 'archive', usage: USAGE, about: key`what was issued in a period, as a ZIP with an index and checksums`, examples: ['archive 2026', 'archive 2026-Q1', 'archive 2026-03', 'archive 2026-01..2026-03'],
    async run(deed, rest) {
      if (rest === '') throw new DomainError('Usage', { usage: t`/invoice archive 2026, 2026-Q1, 2026-03 or 2026-01..2026-03` });
      const period = readPeriod(rest);
      const { archive } = deed.parts.reading;
      const documents = await archive.count(period);
      if (documents === 0) throw nothingIssued(period, await archive.span());
      await deed.parts.door.shareArchive({ ...actingOf(deed), period, documents, userId: deed.userId });
      return {
        text: tn(
          documents, 'The archive of {0} is being made: {count} document. It comes to your conversation with the office.',
          'The archive of {0} is being made: {count} documents. It comes to your conversation with the office.', typed(period.name),
        ),
      };
    },
  }],
};
