// SPDX-License-Identifier: MIT
// Addresses and numbers as nsfollow reads them: bytes, or null where a text is none.
'use strict';
'require baseclass';

// Those behind "return" or "=>" would not survive LuCI's minifier.
const numbers = /^[0-9]+$/;
const octets = /^(0|[1-9][0-9]{0,2})$/;

function number(text, most) {
	return numbers.test(text) && +text <= most ? +text : null;
}

function ipv4(text) {
	const bytes = text.split('.').map((part) => octets.test(part) ? +part : 256);

	return bytes.length == 4 && bytes.every((byte) => byte < 256) ? bytes : null;
}

function groups(text) {
	if (text == '')
		return [];

	const bytes = [];
	const parts = text.split(':');

	for (const [i, part] of parts.entries()) {
		const inner = i == parts.length - 1 && part.includes('.') ? ipv4(part) : null;

		if (inner)
			bytes.push(...inner);
		else if (/^[0-9a-f]{1,4}$/i.test(part))
			bytes.push(parseInt(part, 16) >> 8, parseInt(part, 16) & 255);
		else
			return null;
	}

	return bytes;
}

function ipv6(text) {
	const halves = text.split('::');

	if (halves.length > 2)
		return null;

	const [head, tail] = [groups(halves[0]), halves.length > 1 ? groups(halves[1]) : []];

	if (!head || !tail || (halves.length > 1 && halves[0].includes('.')))
		return null;

	const missing = 16 - head.length - tail.length;

	if (halves.length > 1 ? missing < 2 : missing != 0)
		return null;

	return [...head, ...Array(missing).fill(0), ...tail];
}

// Whether no bit from this one on (or before it, with "before") is set.
function isZero(bytes, bit, before) {
	return bytes.every((byte, i) => {
		const first = Math.min(Math.max(bit - 8 * i, 0), 8);

		return (before ? byte >> (8 - first) : byte & (255 >> first)) == 0;
	});
}

return baseclass.extend({ ipv4, ipv6, isZero, number });
