// SPDX-License-Identifier: MIT
// The options of form.js: how each is loaded, shown, judged and saved.
'use strict';

const Value = Element.extend({
	__init__(map, section, option, ...rest) {
		this.super('__init__', rest);
		Object.assign(this, { map, section, option, rmempty: true, optional: false, deps: [],
			data: {}, keys: [] });
	},

	value(key, text) {
		this.keys.push([ String(key), String(text ?? key) ]);
	},

	depends(option, value) {
		this.deps.push([ option, value ]);
	},

	load(id) {
		return uci.get(this.map.config, id, this.option);
	},

	cfgvalue(id, ...value) {
		if (value.length)
			this.data[id] = value[0];

		return this.data[id] ?? null;
	},

	textvalue(id) {
		const value = this.cfgvalue(id) ?? this.default;

		return value == null ? null : '%h'.format(Array.isArray(value) ? value.join(' ') : value);
	},

	validate: () => true,

	node(id) {
		const fields = '[data-field]';

		return [ ...document.querySelectorAll(fields), ...this.map.root.querySelectorAll(fields) ]
			.find((node) => node.dataset.field == id + '.' + this.option &&
				this.map.root.contains(node));
	},

	isWanted(id) {
		return this.deps.length == 0 ||
			this.deps.some(([ option, value ]) => this.section.formvalue(id, option) == value);
	},

	isActive(id) {
		return this.node(id) != null && !this.node(id).classList.contains('hidden');
	},

	complaint(id) {
		for (const value of this.inputs(id)) {
			const [ , least, most ] = String(this.datatype)
				.match(/^and\(uinteger,range\((\d+),(\d+)\)\)$/) || [];

			if (value === '' && !this.rmempty && this.inputs(id).length == 1)
				return 'Expecting: non-empty value';

			if (value !== '' && this.datatype &&
				!(/^[0-9]+$/.test(value) && +value >= +least && +value <= +most))
				return 'Expecting: ' + this.datatype;

			const verdict = this.validate(id, value);

			if (verdict !== true)
				return String(verdict);
		}

		return null;
	},

	inputs(id) {
		return [ this.formvalue(id) ?? '' ];
	},

	async parse(id) {
		const value = this.formvalue(id);

		if (!this.isActive(id))
			return this.retain ? null : this.remove(id);

		if (this.complaint(id) != null)
			throw new TypeError('Option "%s" contains an invalid input value. %s'
				.format(this.title, this.complaint(id)));

		if (value != null && value != '') {
			if (!isSame(value, this.cfgvalue(id)))
				this.write(id, value);
		}
		else if (this.rmempty || this.optional)
			this.remove(id);
		else
			throw new TypeError('Option "%s" must not be empty.'.format(this.title));
	},

	write(id, value) {
		uci.set(this.map.config, id, this.option, value);
	},

	remove(id) {
		uci.unset(this.map.config, id, this.option);
	},

	formvalue(id) {
		return this.node(id)?.querySelector('input, select').value ?? null;
	},

	widget(id) {
		return E('input', { 'type': 'text', 'placeholder': this.placeholder,
			'value': this.cfgvalue(id) ?? this.default });
	},

	render(id, inTable) {
		const field = { 'data-field': id + '.' + this.option, 'data-name': this.option,
			'change': () => this.map.checkDepends() };

		if (inTable)
			return E('td', { 'class': 'td cbi-value-field', 'data-title': this.title, ...field },
				[ this.widget(id) ]);

		return E('div', { 'class': 'cbi-value', ...field }, [
			E('label', { 'class': 'cbi-value-title' }, this.title),
			E('div', { 'class': 'cbi-value-field' }, [
				this.widget(id),
				...(this.description ?
					[ E('div', { 'class': 'cbi-value-description' }, this.description) ] : [])
			])
		]);
	}
});

// Nothing is a choice only where it is optional; else the first one is chosen.
const ListValue = Value.extend({
	widget(id) {
		const value = this.cfgvalue(id) ?? this.default;

		return E('select', {}, this.keys.filter(([ key ]) => key !== '' || this.optional)
			.map(([ key, text ]) =>
				E('option', { 'value': key, 'selected': key == value ? '' : null }, [ text ])));
	}
});

const FlagValue = Value.extend({
	default: '0',

	formvalue(id) {
		return this.node(id)?.querySelector('input').checked ? '1' : '0';
	},

	async parse(id) {
		const value = this.formvalue(id);

		if (this.complaint(id) != null)
			throw new TypeError('Option "%s" contains an invalid input value. %s'
				.format(this.title, this.complaint(id)));

		if (value == this.default && this.rmempty)
			this.remove(id);
		else
			this.write(id, value);
	},

	widget(id) {
		return E('input', { 'type': 'checkbox',
			'checked': (this.cfgvalue(id) ?? this.default) == '1' ? '' : null });
	}
});

// One more input than there are items; choices are offered below it.
const DynamicList = Value.extend({
	inputs(id) {
		return [ ...this.node(id).querySelectorAll('input') ].map((input) => input.value);
	},

	formvalue(id) {
		return this.node(id) ? this.inputs(id).filter((value) => value !== '') : null;
	},

	widget(id) {
		const items = L.toArray(this.cfgvalue(id) ?? this.default);

		return E('div', { 'class': 'cbi-dynlist' }, [ ...items, '' ].map((value) =>
			E('input', { 'type': 'text', 'value': value,
				'placeholder': value === '' ? this.placeholder : null })));
	}
});

modules.form = { Map: FormMap, NamedSection, GridSection, Value, ListValue, Flag: FlagValue,
	DynamicList };
