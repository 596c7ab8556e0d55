// SPDX-License-Identifier: MIT
// Tells of each kind of value whether nsfollow will take it: true, or what is wrong with it.
'use strict';
'require baseclass';
'require nsfollow.address as address';

const { ipv4, ipv6, isZero, number } = address;

// Those behind "return" or "=>" would not survive LuCI's minifier.
const names = /^[a-z0-9_-]{1,63}$/i;
const labels = /^[a-z0-9._-]{1,63}$/;
const patterns = /[*?[,]|^!/;
const programs = /^\/.*[^\/]$/;
const networks = /^[A-Za-z0-9_]/;
const controls = /[\x00-\x1f\x7f]/;
const pins = /^[A-Za-z0-9+\/]{42}[AEIMQUYcgkosw048]=$/;
const units = { d: 86400000, h: 3600000, m: 60000, s: 1000, ms: 1 };

const types = [
	'A', 'AAAA', 'AFSDB', 'CAA', 'CDS', 'CNAME', 'DNAME', 'DS', 'HINFO', 'HTTPS', 'MX', 'NAPTR', 'NS',
	'OPENPGPKEY', 'PTR', 'RP', 'SMIMEA', 'SPF', 'SRV', 'SSHFP', 'SVCB', 'TLSA', 'TXT', 'URI'
];

// Not SOA, OPT, what a server that signs makes, nor what stands in questions alone.
function isData(type) {
	return type > 0 && type < 65535 && ![6, 41, 46, 47, 50, 51].includes(type) && (type < 128 || type > 255);
}

function interfacePattern(text) {
	if (text == '')
		return _('The name of the interface is missing.');

	if (/[\x00-\x20\x7f\/:]/.test(text))
		return _('An interface name has no white space, "/" or ":".');

	// A set such as [0-9] stands for one letter; a "]" that comes first in it is one of them.
	const least = text.replace(/\[(?:![^]|[^!])[^\]]*\]/g, '?').replace(/\*/g, '');

	if (least.includes('['))
		return _('There is "[" without "]".');

	if (new TextEncoder().encode(least).length > 15 || new TextEncoder().encode(text).length > 64)
		return _('An interface name has at most 15 letters.');

	return true;
}

function interfaceName(text) {
	return patterns.test(text) ? _('One interface is wanted, no pattern.') : interfacePattern(text);
}

function interfaces(text) {
	const parts = text.split(',');

	for (const part of parts) {
		const verdict = interfacePattern(part.replace(/^!/, ''));

		if (verdict !== true)
			return verdict;
	}

	return true;
}

function program(text) {
	return programs.test(text) && !controls.test(text) || _('The absolute path of a program is wanted.');
}

function suffix(text, length) {
	if (text.startsWith('mac:')) {
		if (!/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(text.slice(4)))
			return _('A hardware address is written as mac:00:11:22:aa:bb:cc.');

		if (parseInt(text.slice(4, 6), 16) & 1)
			return _('This is the address of a group of machines.');

		return length == null || length <= 64 || _('Before "mac:", a prefix has 64 bits or less.');
	}

	const bytes = ipv6(text);

	if (!bytes)
		return _('After the "+" stands a suffix such as ::1, or mac: and a hardware address.');

	if (!isZero(bytes, length ?? 16, true))
		return _('The suffix has bits that are the prefix\'s.');

	return !isZero(bytes, 0) || length == 127 || _('The suffix "::" is for any router of the network.');
}

function behind(text) {
	const plus = text.lastIndexOf('+');

	if (plus < 0)
		return _('After the prefix stands "+" and a suffix, such as + ::1.');

	const [name, digits] = text.slice(0, plus).replace(/^[ \t]+|[ \t]+$/g, '').split(/\/(.*)/s);
	const verdict = /^!|,/.test(name) ? _('One interface is wanted.') : interfacePattern(name);

	if (verdict !== true)
		return verdict;

	const length = digits == null ? null : number(digits, 127);

	if (digits != null && (length == null || length < 16))
		return _('The length of a prefix is 16 to 127.');

	return suffix(text.slice(plus + 1).replace(/^[ \t]+|[ \t]+$/g, ''), length);
}

// "@wan" is the device of the network "wan", whatever that is now.
function withDevices(text) {
	return text.replace(/@[A-Za-z0-9_]+/g, 'wan0');
}

return baseclass.extend({
	name(text) {
		if (text == '.')
			return true;

		const parts = text.replace(/\.$/, '').split('.');

		if (parts.join('.').length > 253)
			return _('A name has at most 253 characters.');

		if (!parts.every((label, i) => names.test(label) || (i == 0 && label == '*')))
			return _('A name is made of labels of 1 to 63 letters, digits, "-" and "_", with dots between them.');

		return true;
	},

	zone(text) {
		return text.startsWith('*') ? _('A zone has no wildcard.') : this.name(text);
	},

	label(text) {
		return labels.test(text) || _('A label has 1 to 63 letters a to z, digits, ".", "_" and "-".');
	},

	server(text) {
		const bracketed = text.match(/^\[([^\]]*)\](?::(.*))?$/s);
		const [host, port] = bracketed ? [bracketed[1], bracketed[2]] :
			text.split(':').length == 2 ? text.split(':') : [text, null];

		if (port != null && !number(port, 65535))
			return _('A port is a number from 1 to 65535.');

		if (bracketed || host.includes(':'))
			return ipv6(host) ? true : _('This is no IPv6 address; with a port it is written as [2001:db8::1]:53.');

		if (ipv4(host))
			return true;

		if (host.includes('*') || /(^|\.)[0-9]*$/.test(host.replace(/\.$/, '')))
			return _('This is neither an address nor a host name.');

		return this.name(host);
	},

	duration(text, least, most, wholeSeconds) {
		const parts = text.match(/[0-9]+[^0-9]+/g) || [];
		const known = Object.keys(units);
		let [sum, next] = [0, 0];

		for (const part of parts) {
			const [, count, unit] = part.match(/^([0-9]+)(.*)$/s);

			if (known.indexOf(unit) < next)
				return _('A duration is written as 30s, 5m or 1h30m; the units are d, h, m, s and ms.');

			next = known.indexOf(unit) + 1;
			sum += +count * units[unit];
		}

		if (parts.length == 0 || parts.join('') != text)
			return _('A duration is written as 30s, 5m or 1h30m; the units are d, h, m, s and ms.');

		if (sum < this.milliseconds(least) || sum > this.milliseconds(most))
			return _('The duration must be from %s to %s.').format(least, most);

		return !wholeSeconds || sum % 1000 == 0 || _('Whole seconds are wanted.');
	},

	// Of a duration that is one.
	milliseconds(text) {
		return text.match(/[0-9]+[a-z]+/g).reduce((sum, part) =>
			sum + parseInt(part) * units[part.replace(/[0-9]+/, '')], 0);
	},

	prefix(text) {
		const [address, digits] = text.split(/\/(.*)/s);
		const bytes = ipv4(address) || ipv6(address);

		if (!bytes)
			return _('A prefix is written as 192.0.2.0/24 or 2001:db8::/32.');

		const length = digits == null ? 8 * bytes.length : number(digits, 8 * bytes.length);

		if (length == null)
			return _('The length of a prefix is 0 to %d.').format(8 * bytes.length);

		return isZero(bytes, length) || _('The address has bits beyond the length of the prefix.');
	},

	source(text, family) {
		const [word, rest] = text.split(/:(.*)/s);
		const device = withDevices(rest ?? '');

		if (rest == null && (word == 'auto' || word == 'off' || word == 'echo'))
			return true;

		if (word == 'network' && rest != null)
			return networks.test(rest) ? interfaces(withDevices('@' + rest)) :
				_('The name of a network has letters, digits and "_".');

		if (word == 'interface' && rest != null)
			return interfaces(device);

		if (word == 'echo' && rest != null)
			return interfaceName(device);

		if (word == 'command' && rest != null)
			return program(rest);

		if (family == 'ipv4' && word == 'gateway')
			return rest == null || interfaceName(device);

		if (family == 'ipv6' && word == 'prefix' && rest != null)
			return behind(device);

		if (family == 'ipv4' ? ipv4(text) : ipv6(text))
			return true;

		return _('This is no source of %s addresses.').format(family == 'ipv4' ? 'IPv4' : 'IPv6');
	},

	// Of all sources of a family together.
	sources(texts) {
		if (texts.length > 64)
			return _('There are more than 64 sources.');

		if (texts.includes('off') && texts.length > 1)
			return _('"off" stands alone.');

		let devices = [];

		for (const text of [...texts, 'end']) {
			if (text.startsWith('network:'))
				devices.push(text.slice(8));
			else if (text.startsWith('interface:'))
				devices.push(...text.slice(10).split(','));
			else if (devices.length && devices.every((device) => device.startsWith('!')))
				return _('Before interfaces that are excluded, name what it may be: interface:*,%s').format(devices[0]);
			else
				devices = [];
		}

		return true;
	},

	settle(texts) {
		if (texts.length == 0)
			return true;

		if (texts.length != 2)
			return _('Two durations are wanted: after one change, and at most.');

		return this.milliseconds(texts[0]) <= this.milliseconds(texts[1]) || _('The shorter duration comes first.');
	},

	recordType(text) {
		const number = text.match(/^TYPE0*([0-9]{1,5})$/i);

		if (number ? isData(+number[1]) : types.includes(text.toUpperCase()))
			return true;

		return _('A type is written as TXT, or by its number as TYPE65280.');
	},

	// The interface that requests leave by: one, or the device of a network.
	uplink(text) {
		const name = text.replace(/^network:/, '@');

		if (name.startsWith('@') && !networks.test(name.slice(1)))
			return _('The name of a network has letters, digits and "_".');

		return interfaceName(withDevices(name));
	},

	// That requests are sent from.
	ownAddress(text) {
		const bytes = ipv4(text) || ipv6(text);

		if (!bytes || isZero(bytes, 0) || (bytes.length == 4 ? bytes[0] >= 224 : bytes[0] == 255))
			return _('An address of this router is wanted.');

		return true;
	},

	hostName(text) {
		if (ipv4(text) || text.startsWith('*'))
			return _('The name of a host is wanted.');

		return this.name(text);
	},

	pin(text) {
		return pins.test(text) ||
			_('The SHA-256 of a public key in base64 is wanted: 44 letters, the last of which is "=".');
	},

	program,

	path(text) {
		return text.startsWith('/') && !controls.test(text) || _('An absolute path is wanted.');
	},

	// Never the key itself: whoever may read the settings in LuCI would have it. Base64 is a key
	// unless its first directory is a plain word.
	keyFile(text) {
		const isBase64 = /^[A-Za-z0-9+\/=]{20,}$/.test(text) && text.length % 4 == 0 && /[A-Z]|=$/.test(text);

		if (/[^A-Za-z0-9._\/+@=-]/.test(text) || (isBase64 && (text.endsWith('=') || !/^\/[a-z]+\//.test(text))))
			return _('Name the file that holds the key, and keep the key itself out of here.');

		return !text.endsWith('/') || _('The path of a file is wanted.');
	},

	// In /etc/nsfollow, where it does not begin with "/".
	file(text) {
		return !text.endsWith('/') && !controls.test(text) || _('The path of a file is wanted.');
	},

	member(text) {
		return text.length <= 64 && !controls.test(text) || _('The name of a member has at most 64 characters.');
	},

	url(text) {
		const parts = text.match(/^https?:\/\/([^\/?#]*)/);

		if (!parts || text.length > 512)
			return _('A URL of at most 512 characters is wanted, such as https://ip.example.com/.');

		if (!/^[\x21-\x7e]*$/.test(text) || parts[1].includes('@'))
			return _('The URL has a user, a blank or a character outside ASCII in it.');

		if (!parts[1].startsWith('[') && parts[1].split(':').length > 2)
			return _('An IPv6 address in a URL needs brackets.');

		return this.server(parts[1]);
	}
});
