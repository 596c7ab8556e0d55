// SPDX-License-Identifier: MIT
// The options of a zone: whose servers are reached how, and what is kept there.
'use strict';
'require baseclass';
'require form';
'require nsfollow.check as check';
'require nsfollow.options as options';
'require uci';

const { Choice, Flag, List, addName, afterwards, asDuration, asText, tested } = options;

function labelOf(zone) {
	return zone.label || zone.name || '';
}

function isOtherZone(section_id, label) {
	return uci.sections('nsfollow', 'zone').some((zone) => zone['.name'] != section_id && labelOf(zone) == label);
}

function addGeneral(s) {
	let o;

	addName(s, 'general', 'd.example.com', (value, section_id, option) => {
		const label = option.section.formvalue(section_id, 'label') || value;

		return isOtherZone(section_id, label) ? _('There is another zone of this name; give one of them a label.') : check.zone(value);
	});

	o = s.taboption('general', List, 'server', _('Server'),
		_('The primary: a host name or an address, with a port if it is not the usual one. The next one is tried when one does not answer. Without any, the SOA record of the zone tells which it is.'));
	o.placeholder = 'ns1.example.com';
	tested(o, (value) => check.server(value));
	asText(o, _('by SOA'));

	o = s.taboption('general', form.Value, 'key_file', _('Key file'),
		_('The file with the TSIG key, of root and the group nsfollow, with mode 0640: put it there by scp, or let "nsfollow setup" on the command line make it. A relative path begins in /etc/nsfollow. The key itself never passes through this page.'));
	o.rmempty = false;
	o.placeholder = 'router.key';
	tested(o, (value) => check.keyFile(value));
	asText(o, _('none'));
}

// By what a server proves who it is; where a key is pinned, or nobody has to, nothing else counts.
function asProof(o, test) {
	o.depends('transport', 'tls');

	tested(o, (value, section_id, option) => {
		const said = (name) => option.section.formvalue(section_id, name);

		if (said('tls') == 'opportunistic')
			return _('This has no effect with whoever answers.');

		if (option.option != 'tls_pin' && said('tls_pin')?.length)
			return _('This has no effect beside a pinned key.');

		return test(value);
	});
}

// How the servers are reached.
function addWay(s, networks) {
	let o;

	o = s.taboption('way', Choice, 'transport', _('Transport'),
		_('Signatures (TSIG) prove every message in any case; TLS hides it from others.'));
	o.value('', _('UDP, and TCP for large messages'));
	o.value('tcp', _('TCP'));
	o.value('tls', _('TLS'));
	o.modalonly = true;

	o = s.taboption('way', Choice, 'tls', _('TLS with'));
	o.value('', _('servers that prove who they are'));
	o.value('opportunistic', _('whoever answers, and TCP where there is no TLS'));
	o.depends('transport', 'tls');
	o.modalonly = true;

	o = s.taboption('way', form.Value, 'tls_name', _('Name in the certificate'),
		_('Without one, it is what the server is called above.'));
	o.placeholder = 'ns1.example.com';
	asProof(o, (value) => check.hostName(value));
	o.modalonly = true;

	o = s.taboption('way', form.Value, 'tls_ca', _('Authorities'),
		_('A PEM file with those that may have signed the certificate; a relative path begins in /etc/nsfollow. Without one, those of the package ca-bundle.'));
	o.placeholder = 'ca.pem';
	asProof(o, (value) => check.file(value));
	o.modalonly = true;

	o = s.taboption('way', List, 'tls_pin', _('Pinned keys'),
		_('The SHA-256 of the public key of the server in base64; one of them must match, and certificates do not matter then.'));
	asProof(o, (value) => check.pin(value));
	o.modalonly = true;

	o = s.taboption('way', form.Value, 'interface', _('By way of'),
		_('The network that requests leave by, whatever the routes say. An interface may be named, too.'));
	o.placeholder = _('as the routes say');

	for (const name of networks)
		o.value('network:' + name, _('the network %s').format(name));

	tested(o, (value) => check.uplink(value));
	o.modalonly = true;

	o = s.taboption('way', List, 'source', _('From the address'),
		_('The address of this router that requests are sent from, or one of each family.'));
	tested(o, (value) => check.ownAddress(value));
	o.modalonly = true;
}

function addRest(s) {
	let o;

	o = s.taboption('advanced', form.Value, 'label', _('Label'),
		_('What hosts choose this zone by, where another one has the same name, as insiders see it.'));
	tested(o, (value, section_id) =>
		isOtherZone(section_id, value) ? _('Another zone is called so.') : check.label(value));
	o.modalonly = true;

	o = s.taboption('advanced', Flag, 'mirror', _('Mirrors'),
		_('Each of the servers holds all records by itself, and none is a secondary of another: each is kept up to date.'));
	o.modalonly = true;
	tested(o, (value, section_id, option) => value != '1' || option.section.formvalue(section_id, 'server')?.length > 1 ||
		_('Mirrors are several servers.'));

	o = s.taboption('advanced', form.Value, 'key_name', _('Name of the key'),
		_('Where the key file holds several.'));
	o.placeholder = 'router';
	tested(o, (value) => check.name(value));
	o.modalonly = true;

	o = s.taboption('advanced', form.Value, 'verify', _('Verify'),
		_('How often the primary is asked whether it still has the records: 10s to 7d.'));
	asDuration(o, '5m', '10s', '7d');
	o.modalonly = true;

	o = s.taboption('advanced', form.Value, 'fudge', _('Fudge'),
		_('How far the clocks of both sides may differ: 1s to 300s.'));
	asDuration(o, '300s', '1s', '5m', true);
	o.modalonly = true;

	o = s.taboption('advanced', form.Value, 'lease', _('Lease'),
		_('How long the server shall keep the records without hearing of them again (RFC 9664): 10s to 7d. Few servers know leases.'));
	asDuration(o, _('without end'), '10s', '7d', true);
	o.modalonly = true;

	afterwards(s.taboption('advanced', Choice, 'on_removal', _('Names that are removed'),
		_('What becomes of their records.')), _('default'));
}

return baseclass.extend({
	labelOf,

	add(s, networks) {
		s.addbtntitle = _('Add zone');
		s.tab('general', _('General'));
		s.tab('way', _('Way to the server'));
		s.tab('advanced', _('Advanced'));
		addGeneral(s);
		addWay(s, networks);
		addRest(s);
	}
});
