import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { LanguageTag } from '#lib/domain/basics/languages.ts';
import { PACK_FORMAT, packBytes, type PackEntry, type PackManifest } from '#lib/sync/packs.ts';
import { signatureAlgorithm, toBase64Url } from '#lib/sync/request-signing.ts';
import type { CentreKeys } from './centre.ts';

const compress = promisify(brotliCompress);

interface MadePack {
	readonly entry: PackEntry;
	/** Brotli. */
	readonly body: Buffer<ArrayBuffer>;
}

/** The packs of this version of the app, made and signed when the first reader asks. */
export class Packs {
	readonly #keys: CentreKeys;
	readonly #contentOf: (tag: LanguageTag) => unknown;
	readonly #made = new Map<LanguageTag, Promise<MadePack>>();

	constructor(keys: CentreKeys, contentOf: (tag: LanguageTag) => unknown) {
		this.#keys = keys;
		this.#contentOf = contentOf;
	}

	async #make(lang: LanguageTag): Promise<MadePack> {
		const file = Buffer.from(JSON.stringify(this.#contentOf(lang)));
		const hash = createHash('sha256').update(file).digest('base64url');
		const body = await compress(file, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
		const unsigned = { lang, format: PACK_FORMAT, hash, bytes: file.length } as const;
		const signed = await crypto.subtle.sign(
			signatureAlgorithm,
			this.#keys.sign,
			packBytes(unsigned)
		);
		const entry = { ...unsigned, size: body.length, signature: toBase64Url(signed) };
		return { entry, body: Buffer.from(body) };
	}

	#of(lang: LanguageTag): Promise<MadePack> {
		const made = this.#made.get(lang) ?? this.#make(lang);
		this.#made.set(lang, made);
		return made;
	}

	async manifest(tags: readonly LanguageTag[]): Promise<PackManifest> {
		const packs = await Promise.all(tags.map(async (tag) => (await this.#of(tag)).entry));
		return { key: this.#keys.publicVerify, packs };
	}

	/** The file with this hash, compressed; undefined when it is not the present one. */
	async file(lang: LanguageTag, hash: string): Promise<Buffer<ArrayBuffer> | undefined> {
		const { entry, body } = await this.#of(lang);
		return entry.hash === hash ? body : undefined;
	}
}
