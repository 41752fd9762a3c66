/** Whether the portal and the parts it stands on answer. */
import type { Guest } from './deps';
import { json, type Reply } from './reply';

/** 200 when MongoDB and Temporal answer, else 503 with the one that does not. */
export async function showHealth({ deps: { reading, temporalAnswers } }: Guest): Promise<Reply> {
  const [mongodb, temporal] = await Promise.all([reading.answers().catch(() => false), temporalAnswers()]);
  return json({ mongodb, temporal }, mongodb && temporal ? 200 : 503);
}
