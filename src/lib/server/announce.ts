import type { RunningCentre } from './boot.ts';
import { issueActivationCode } from './devices.ts';
import { DEMO_PASSWORD } from './seed/staff.ts';

/** Offices for which a start prints an activation code, and somebody to sign in there. */
const tours = [
	{ officeId: 'shinjuku', personId: 'naito' },
	{ officeId: 'hamamatsu-higashi', personId: 'suzuki' },
	// Where bookings are hard to get.
	{ officeId: 'tennoji', personId: 'yoshida' }
] as const;

/** What a newcomer needs to begin: addresses and, in the demonstration, codes and a password. */
export async function announce(
	centre: RunningCentre,
	write: (text: string) => void
): Promise<void> {
	const { origin, zone, demo } = centre.config;
	const lines = ['', '  Madoguchi is ready.', ''];
	if (zone !== 'staff') lines.push(`  Public pages     ${origin}/ja`);
	if (zone !== 'public') lines.push(`  Staff            ${origin}/bookings`);
	if (demo && zone !== 'public') {
		lines.push(
			'',
			'  Activate a tablet at ' +
				`${origin}/device` +
				' with one of these codes (24 hours, one use each):'
		);
		for (const { officeId, personId } of tours) {
			const { code } = await issueActivationCode(centre, officeId, 'centre');
			lines.push(`    ${code}   ${officeId}, user ID ${personId}`);
		}
		lines.push('', `  Password of all demo people   ${DEMO_PASSWORD}`);
		lines.push(`  One-time passwords arrive at  ${origin}/mailbox`);
	}
	write(`${lines.join('\n')}\n\n`);
}
