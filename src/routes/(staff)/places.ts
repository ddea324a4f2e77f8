import { rightsOf, type Role } from '#lib/domain/access/access.ts';

/** The places of the staff zone; on a phone the `wide` ones stand under その他. */
const places = [
	{ href: '/reception', icon: 'reception', name: 'shell:rail.reception', wide: false },
	{ href: '/bookings', icon: 'booking', name: 'shell:rail.bookings', wide: false },
	{ href: '/preparation', icon: 'preparation', name: 'shell:rail.preparation', wide: true },
	{ href: '/interpreting', icon: 'speak', name: 'shell:rail.interpreting', wide: false },
	{ href: '/intake', icon: 'scan', name: 'shell:rail.intake', wide: true },
	{ href: '/reporting', icon: 'figures', name: 'shell:rail.reporting', wide: true },
	{ href: '/outbox', icon: 'outbox', name: 'shell:rail.outbox', wide: false },
	{ href: '/device', icon: 'device', name: 'shell:rail.device', wide: true },
	{ href: '/administration', icon: 'administration', name: 'shell:rail.administration', wide: true }
] as const;

/** The places that a person of this role may go to. */
export const placesFor = (role: Role | undefined) =>
	places.filter(
		({ href }) =>
			href !== '/administration' ||
			(role !== undefined && rightsOf(role).includes('administration'))
	);
