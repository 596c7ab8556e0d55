// SPDX-License-Identifier: MIT
// Kinds of options, and what makes one of a plain option of LuCI's.
'use strict';
'require baseclass';
'require form';
'require nsfollow.check as check';
'require uci';

// An option whose value (of a list: each one) must pass a test; nothing in it is for "rmempty".
function tested(option, test) {
	option.validate = function(section_id, value) {
		return value == null || value === '' ? true : test(value, section_id, this);
	};

	return option;
}

// L.toArray() would break "prefix:@lan/64 + ::1" at its blanks.
function toList(value) {
	return value == null || value === '' ? [] : Array.isArray(value) ? value : [ value ];
}

// UCI knows more words for yes and no than LuCI does.
function toDigit(value) {
	const [ yes, no ] = [ [ 'on', 'true', 'yes', 'enabled' ], [ 'off', 'false', 'no', 'disabled' ] ];

	return yes.includes(value) ? '1' : no.includes(value) ? '0' : value;
}

// A list may have to pass a test as a whole, too.
const List = form.DynamicList.extend({
	load(section_id) {
		const values = toList(uci.get('nsfollow', section_id, this.option));

		return values.length ? values : null;
	},

	parse(section_id) {
		const verdict = this.together && this.isActive(section_id) ? this.together(toList(this.formvalue(section_id))) : true;

		if (verdict !== true)
			return Promise.reject(new TypeError('%s: %s'.format(this.title, verdict)));

		return this.super('parse', [ section_id ]);
	}
});

const Flag = form.Flag.extend({
	load(section_id) {
		return toDigit(uci.get('nsfollow', section_id, this.option));
	}
});

// One of several, or nothing, where what is not said is as the defaults have it.
const Choice = form.ListValue.extend({
	__init__(...args) {
		this.super('__init__', args);
		this.optional = true;
	},

	load(section_id) {
		return toDigit(uci.get('nsfollow', section_id, this.option));
	}
});

function asDuration(option, standard, least, most, wholeSeconds) {
	option.placeholder = standard;

	return tested(option, (value) => check.duration(value, least, most, wholeSeconds));
}

// What stands in a cell of the table: text, whatever is in it.
function asText(option, absent) {
	option.textvalue = function(section_id) {
		const values = toList(this.cfgvalue(section_id));

		return values.length ? E('span', {}, [ values.join(', ') ]) : E('em', {}, [ absent ]);
	};

	return option;
}

function yesOrNo(option, absent) {
	option.value('', absent);
	option.value('1', _('yes'));
	option.value('0', _('no'));
}

// What becomes of records that nobody follows any more.
function afterwards(option, absent) {
	option.value('', absent);
	option.value('keep', _('keep the records'));
	option.value('withdraw', _('withdraw the records'));
	option.modalonly = true;

	return option;
}

function addName(section, tab, example, test) {
	const o = section.taboption(tab, form.Value, 'name', _('Name'), _('In full, such as %s.').format(example));

	o.rmempty = false;
	o.placeholder = example;

	return asText(tested(o, test), '');
}

return baseclass.extend({ Choice, Flag, List, addName, afterwards, asDuration, asText, tested, yesOrNo });
