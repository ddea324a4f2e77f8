import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { person, type Person } from '#lib/domain/access/access.ts';
import { bootCentre } from '#lib/server/boot.ts';
import { configOrExit } from '#lib/server/config.ts';
import { issueActivationCode } from '#lib/server/devices.ts';
import { migrationsFromFiles } from '#lib/server/migrations-files.ts';
import { addPerson } from '#lib/server/people.ts';

/**
 * `npm run administrator -- --office shinjuku --id yamada --name '山田 太郎' --kana 'ヤマダ タロウ'
 * --mail yamada@example.jp`: the first chief of an office of a centre without demo data, a
 * password for them and an activation code for a first tablet. With the embedded database the
 * centre must be stopped meanwhile.
 */
const { values } = parseArgs({
	options: {
		office: { type: 'string', default: '' },
		id: { type: 'string', default: '' },
		name: { type: 'string', default: '' },
		kana: { type: 'string', default: '' },
		mail: { type: 'string', default: '' }
	}
});

const wanted: Person = {
	personId: values.id,
	officeId: values.office,
	name: values.name,
	kana: values.kana,
	role: 'chief',
	booth: null,
	languages: ['ja'],
	skills: [],
	active: true
};
const checked = person.safeParse(wanted);
if (!checked.success || !values.name || !values.mail.includes('@')) {
	const wrong = checked.success ? 'name or mail' : checked.error.issues[0]!.path.join('.');
	console.error(`Wrong or missing: ${wrong}. See the head of src/scripts/administrator.ts.`);
	process.exit(2);
}

const centre = await bootCentre(configOrExit(process.env), {
	migrations: migrationsFromFiles(),
	log: pino({ level: 'warn' }),
	jobs: false,
	seed: false
});
try {
	const password = randomBytes(12).toString('base64url');
	const added = await addPerson(centre, wanted, { password, mail: values.mail });
	if (added) {
		const { code } = await issueActivationCode(centre, wanted.officeId, 'centre');
		console.log(
			`staff ID ${wanted.personId}\npassword ${password}\nactivation code ${code} (24 hours)`
		);
	} else {
		console.error(
			`There is no office ${wanted.officeId}, or ${wanted.personId} works there already.`
		);
		process.exitCode = 1;
	}
} finally {
	await centre.close();
}
