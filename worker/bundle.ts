/** Bundles the workflows once, at build time; the worker loads the file. Rebuilt on every change of the SDK. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';

/** Beside the compiled worker, so that one folder is the whole build. */
export const BUNDLE = join(__dirname, '..', 'workflow-bundle.js');

export async function writeBundle(workflowsPath: string = join(__dirname, '..', 'workflows')): Promise<string> {
  const quiet = () => undefined;
  const logger = { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: (message: string) => process.stderr.write(`${message}\n`) };
  const { code } = await bundleWorkflowCode({ workflowsPath, logger });
  writeFileSync(BUNDLE, code);
  return BUNDLE;
}

if (require.main === module) {
  writeBundle().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
}
