import { factOn } from '../guidance/fact.ts';
import { factList, type FactName } from '../guidance/fact-list.ts';

/** A figure of the facts file as a number, as of a day. */
export const figure = (name: FactName, day: string): number =>
	Number(factOn(factList[name], day).value);
