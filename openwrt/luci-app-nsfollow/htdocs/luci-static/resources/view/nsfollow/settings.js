// SPDX-License-Identifier: MIT
'use strict';
'require form';
'require network';
'require nsfollow.check as check';
'require nsfollow.options as options';
'require nsfollow.zone as zone';
'require uci';
'require view';

const { Choice, Flag, List, addName, afterwards, asDuration, asText, tested, yesOrNo } = options;

function sources(option, family, networks) {
	option.value('auto', _('auto: the uplink, or who knows its public address'));

	for (const name of networks)
		option.value('network:' + name, _('the network %s').format(name));

	option.value('echo', _('echo: what echo services see'));

	if (family == 'ipv4')
		option.value('gateway', _('gateway: what the NAT gateway says'));

	option.value('off', _('off: leave these records alone'));
	option.placeholder = 'auto';
	option.together = (values) => check.sources(values);

	return tested(option, (value) => check.source(value, family));
}

// The keys that a host has and that [defaults] has: "add" makes an option in one of its tabs.
function addRules(add, networks, absent) {
	let o;

	o = sources(add('general', List, 'ipv4', _('IPv4 addresses'),
		_('Where the addresses of A records come from. "gateway:@wan" and "echo:@wan" go by one network; an address of its own stands for itself.')),
	'ipv4', networks);
	asText(o, absent);

	o = sources(add('general', List, 'ipv6', _('IPv6 addresses'),
		_('Where the addresses of AAAA records come from. A machine behind this router: "prefix:@lan/64 + ::2de:adff:fe00:beef", or "mac:" and its hardware address after the "+".')),
	'ipv6', networks);
	asText(o, absent);

	o = add('general', form.Value, 'ttl', _('TTL'),
		_('How long others may remember an address: 1s to 1d. Shorter follows a change faster.'));
	asDuration(o, '5m', '1s', '1d', true);
	asText(o, absent);

	o = add('rules', Choice, 'private', _('Private addresses'),
		_('Publish them too, in a zone that only insiders see.'));
	yesOrNo(o, absent);
	o.modalonly = true;

	o = add('rules', Choice, 'temporary', _('Temporary addresses'),
		_('Publish temporary IPv6 addresses (RFC 8981) too.'));
	yesOrNo(o, absent);
	o.modalonly = true;

	o = add('rules', List, 'allow', _('Only addresses in'),
		_('Prefixes such as 192.0.2.0/24 or 2001:db8::/32; a family of which none is here is not restricted.'));
	tested(o, (value) => check.prefix(value));
	o.modalonly = true;

	o = add('rules', List, 'deny', _('No addresses in'),
		_('Prefixes; goes before what is allowed.'));
	tested(o, (value) => check.prefix(value));
	o.modalonly = true;

	o = add('rules', Choice, 'addresses', _('How many'),
		_('All addresses that are left, or the first of each family.'));
	o.value('', absent);
	o.value('all', _('all'));
	o.value('first', _('the first'));
	o.modalonly = true;

	o = add('rules', List, 'prefer', _('Which is the first'),
		_('Kinds of addresses, the best one first.'));
	o.value('fixed', _('fixed: it has no end'));
	o.value('leased', _('leased: by DHCP'));
	o.value('stable-privacy', _('stable-privacy (RFC 7217)'));
	o.value('eui64', _('eui64: made from the hardware address'));
	o.value('temporary', _('temporary'));
	tested(o, (value) => [ 'fixed', 'leased', 'stable-privacy', 'eui64', 'temporary' ].includes(value) || _('This is no kind of address.'));
	o.modalonly = true;

	o = add('rules', Choice, 'shared', _('Shared'),
		_('Others have addresses at this name, too: another uplink, or another machine. Only what was published from here is taken away then.'));
	yesOrNo(o, absent);
	o.modalonly = true;

	o = add('rules', Choice, 'reverse', _('Reverse records'),
		_('Keep the PTR records of the published addresses too.'));
	yesOrNo(o, absent);
	o.modalonly = true;

	o = add('loss', Choice, 'on_loss', _('When no address is left'));
	o.value('', absent);
	o.value('keep', _('keep the last ones'));
	o.value('withdraw', _('withdraw the record'));
	o.modalonly = true;

	o = add('loss', form.Value, 'loss_grace', _('Wait before that'),
		_('How long no address must be left: 0s to 7d.'));
	asDuration(o, '5m', '0s', '7d');
	o.modalonly = true;

	afterwards(add('loss', Choice, 'on_stop', _('When the watcher ends'),
		_('A restart ends it, too.')), absent);
}

function addZoneChoice(option) {
	option.placeholder = _('the closest');

	for (const one of uci.sections('nsfollow', 'zone'))
		if (zone.labelOf(one))
			option.value(zone.labelOf(one));

	tested(option, (value) => uci.sections('nsfollow', 'zone')
		.some((one) => [ one['.name'], one.label, one.name ].includes(value)) || _('There is no such zone.'));
	option.modalonly = true;
}

function addEnabled(section, tab) {
	const o = section.taboption(tab, Flag, 'enabled', _('Enabled'));

	o.default = '1';
	o.editable = true;
	o.modalonly = false;
}

// A section that is there once, under whatever name it has.
function single(map, type, title, description) {
	const present = uci.sections('nsfollow', type)[0];
	const section = map.section(form.NamedSection, present ? present['.name'] : type, type, title, description);

	section.addremove = true;

	return section;
}

function grid(map, type, title, description) {
	const section = map.section(form.GridSection, type, title, description);

	section.addremove = true;
	section.anonymous = true;
	section.nodescriptions = true;

	return section;
}

function addGeneral(map) {
	const s = map.section(form.NamedSection, 'main', 'nsfollow', _('General'));
	let o;

	o = s.option(Flag, 'enabled', _('Enabled'), _('Run the watcher, now and after each boot.'));
	o.rmempty = false;

	o = s.option(form.ListValue, 'source', _('Configuration'));
	o.value('uci', _('what is set on this page'));
	o.value('file', _('a file of its own, and nothing of this page'));
	o.default = 'uci';

	o = s.option(form.Value, 'config_file', _('File'), _('See nsfollow.toml(5) for what it may hold.'));
	o.depends('source', 'file');
	o.retain = true;
	o.placeholder = '/etc/nsfollow/nsfollow.toml';
	tested(o, (value) => check.path(value));

	o = s.option(Choice, 'log_level', _('Log'));
	o.value('', _('default'));
	o.value('error', _('errors'));
	o.value('warning', _('warnings'));
	o.value('notice', _('what is published changed'));
	o.value('info', _('each step that matters'));
	o.value('debug', _('everything'));
	o.depends('source', 'uci');
	o.retain = true;

	o = s.option(List, 'settle', _('Settle'),
		_('How long addresses must have been quiet before they are believed: first after one change, then at most.'));
	asDuration(o, '2ms', '0ms', '1m');
	o.together = (values) => check.settle(values);
	o.depends('source', 'uci');
	o.retain = true;

	o = s.option(form.Value, 'state_dir', _('State'),
		_('Where to remember what was published. /var is in memory, and is empty after a reboot, which does no harm.'));
	o.placeholder = '/var/lib/nsfollow';
	tested(o, (value) => check.path(value));

	o = s.option(Flag, 'jail', _('Jail'), _('Lock the watcher into a jail, where this router has one and no programs of yours are called.'));
	o.default = '1';
}

function addHosts(map, networks) {
	const s = grid(map, 'host', _('Hosts'), _('The names that follow this router, or a machine behind it.'));

	s.addbtntitle = _('Add host');
	s.tab('general', _('General'));
	s.tab('rules', _('Which addresses'));
	s.tab('loss', _('At the end'));
	addEnabled(s, 'general');
	addName(s, 'general', 'home.d.example.com', (value) => check.name(value));
	addZoneChoice(s.taboption('general', form.Value, 'zone', _('Zone'), _('Needed where it is not evident.')));
	addRules(s.taboption.bind(s), networks, _('default'));
}

function addRecords(map) {
	const s = grid(map, 'record', _('Records'),
		_('Other records that should hold, fixed or made from the addresses of hosts.'));
	let o;

	s.addbtntitle = _('Add record');
	s.tab('general', _('General'));
	addEnabled(s, 'general');
	addName(s, 'general', 'd.example.com', (value) => check.name(value));
	addZoneChoice(s.taboption('general', form.Value, 'zone', _('Zone'), _('Needed where it is not evident.')));

	o = s.taboption('general', form.Value, 'type', _('Type'));
	for (const type of [ 'TXT', 'MX', 'CNAME', 'SRV', 'CAA', 'HTTPS', 'SSHFP', 'TLSA' ])
		o.value(type);
	o.rmempty = false;
	tested(o, (value) => check.recordType(value));
	asText(o, '');

	o = s.taboption('general', List, 'value', _('Value'),
		_('As in a zone file. {HOST.ipv4} and {HOST.ipv6} stand for the addresses of a host, {HOST.ipv6/64} for its prefix; the first labels of its name do.'));
	o.rmempty = false;
	o.placeholder = 'v=spf1 ip4:{home.ipv4} ip6:{home.ipv6/64} -all';
	asText(o, _('none'));

	o = s.taboption('general', form.Value, 'ttl', _('TTL'), _('From 1s to 1d.'));
	asDuration(o, '5m', '1s', '1d', true);
	asText(o, '5m');
}

function addEcho(map) {
	const s = single(map, 'echo', _('Echo'),
		_('Services that tell from which address a request came: asked when nobody nearer knows. They need the package nsfollow-echo.'));
	let o;

	o = s.option(List, 'services', _('Services'),
		_('URLs. Without any, four services of different operators are asked.'));
	o.placeholder = 'https://icanhazip.com';
	tested(o, (value) => check.url(value));

	o = s.option(Flag, 'own', _('My own'), _('All of the services are mine, and may be asked as often as I like.'));

	o = s.option(form.Value, 'interval', _('Interval'),
		_('How long each service is left alone: from 30m, or from 10s if they are your own, to 12h.'));
	o.placeholder = '30m';
	tested(o, (value, section_id) => check.duration(value,
		s.formvalue(section_id, 'own') == '1' ? '10s' : '30m', '12h'));

	o = s.option(form.Value, 'agree', _('Agreement'), _('How many services must say the same: 1 to 8.'));
	o.placeholder = '2';
	o.datatype = 'and(uinteger,range(1,8))';

	const t = grid(map, 'service', _('Echo services'), _('Those that need more than a URL.'));

	t.addbtntitle = _('Add service');
	t.tab('general', _('General'));

	o = t.taboption('general', form.Value, 'url', _('URL'));
	o.rmempty = false;
	o.placeholder = 'https://checkip.amazonaws.com';
	tested(o, (value) => check.url(value));
	asText(o, '');

	o = t.taboption('general', Choice, 'family', _('Only by'));
	o.value('', _('both families'));
	o.value('ipv4', _('IPv4'));
	o.value('ipv6', _('IPv6'));
	asText(o, _('both families'));

	o = t.taboption('general', form.Value, 'json', _('JSON member'), _('The member of a JSON answer that holds the address.'));
	tested(o, (value) => check.member(value));
	asText(o, '');
}

function addScripts(map) {
	const s = single(map, 'scripts', _('Scripts'),
		_('Programs of yours that hear of what has happened. They are called as PROGRAM changed|withdrawn NAME TYPE, or PROGRAM trouble ZONE.'));
	let o;

	o = s.option(List, 'on_change', _('On change'), _('After a change was seen at the primary.'));
	tested(o, (value) => check.program(value));

	o = s.option(List, 'on_trouble', _('On trouble'), _('When something begins to go wrong.'));
	tested(o, (value) => check.program(value));

	o = s.option(form.Value, 'time_limit', _('Time limit'), _('A program that takes longer is ended: 1s to 10m.'));
	asDuration(o, '30s', '1s', '10m');
}

return view.extend({
	load() {
		return Promise.all([
			network.getNetworks().catch(() => []),
			uci.load('nsfollow')
		]);
	},

	render([ networks ]) {
		const names = networks.map((one) => one.getName()).filter((name) => name != 'loopback');
		const m = new form.Map('nsfollow', _('nsfollow'),
			_('Keeps records on your own name server equal to the addresses of this router. A configuration that cannot be used changes nothing: the watcher goes on with the last good one, and the system log tells what is wrong.'));

		m.tabbed = true;
		addGeneral(m);
		addHosts(m, names);
		zone.add(grid(m, 'zone', _('Zones'), _('The zones that this router may update, and who serves them.')), names);
		addRecords(m);
		addEcho(m);
		addScripts(m);

		const defaults = single(m, 'defaults', _('Defaults'), _('What each host begins with.'));

		addRules((tab, type, ...rest) => defaults.option(type, ...rest), names, _('built in'));

		return m.render();
	}
});
