import { expectTypeOf, test } from 'vitest';
import type { ModelEntry } from '../../src/server/models/model-entry.js';
import type { Result, Results } from '../../src/server/routes/result-schema.js';
import type * as page from '../../web/src/api/types.js';

// Checked by the compiler, which is part of `npm test`.
test('the page reads what the server writes', () => {
  expectTypeOf<ModelEntry>().toExtend<page.ModelEntry>();
  expectTypeOf<Result>().toExtend<page.Recognition>();
  expectTypeOf<Results['results'][number]>().toExtend<page.ClassifyItem>();
  expectTypeOf<page.ModelState>().toEqualTypeOf<ModelEntry['state']>();
});
