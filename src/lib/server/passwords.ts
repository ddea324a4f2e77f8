import { randomBytes } from 'node:crypto';
import { argon2id, argon2Verify } from 'hash-wasm';

/** OWASP's least costly recommendation for argon2id: 19 MiB, 2 passes. */
const cost = { parallelism: 1, iterations: 2, memorySize: 19_456, hashLength: 32 } as const;

/** The encoded argon2id hash of a password. */
export const hashPassword = (password: string): Promise<string> =>
	argon2id({
		...cost,
		password: password.normalize('NFKC'),
		salt: randomBytes(16),
		outputType: 'encoded'
	});

let nobody: Promise<string> | undefined;

/**
 * Whether a password fits a hash. Without a hash (unknown person) the same work is done and
 * the answer is no, so that the time of an answer does not tell who exists.
 */
export async function checkPassword(password: string, hash: string | undefined): Promise<boolean> {
	nobody ??= hashPassword(randomBytes(16).toString('hex'));
	const fits = await argon2Verify({
		password: password.normalize('NFKC'),
		hash: hash ?? (await nobody)
	});
	return fits && hash !== undefined;
}
