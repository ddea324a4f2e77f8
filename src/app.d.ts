import type { Boot, RunningCentre } from '#lib/server/boot.ts';

declare global {
	namespace App {
		interface Locals {
			boot: Boot;
			/** The running centre. Addresses of the API are only reached when there is one. */
			readonly centre: RunningCentre;
		}
	}
}

export {};
