import { loadModels, type CombCharset, type CombModels } from './classifier.ts';
import { loadTextModel, type TextModel } from './text-model.ts';

/** All models of the app: of the cells, and of the characters of free writing. */
export interface ReadingModels extends CombModels {
	readonly text: TextModel;
}

/** Opens the weight files. Throws when one is not ours. */
export const loadReadingModels = (
	bytes: Record<CombCharset | 'text', ArrayBuffer>
): ReadingModels => ({ ...loadModels(bytes), text: loadTextModel(bytes.text) });
