// SPDX-License-Identifier: MIT
// As much of LuCI's form.js as the settings use: what is loaded, shown as text, edited, judged and
// written; the widgets are plain ones.
'use strict';

const isSame = (one, other) => JSON.stringify(one) == JSON.stringify(other);

const Element = Base.extend({
	__init__(title, description) {
		this.title = title || '';
		this.description = description || '';
		this.children = [];
	}
});

const FormMap = Element.extend({
	__init__(config, ...rest) {
		this.super('__init__', rest);
		this.config = config;
	},

	section(Type, ...args) {
		const section = new Type(this, ...args);

		this.children.push(section);

		return section;
	},

	async load() {
		await uci.load(this.config);

		for (const section of this.children)
			for (const id of section.cfgsections())
				for (const option of section.children)
					option.cfgvalue(id, await option.load(id));
	},

	async parse() {
		for (const section of this.children)
			await section.parse();
	},

	async render() {
		await this.load();
		this.root = this.root || E('div', { 'class': 'cbi-map' });
		dom.content(this.root, [
			...(this.title ? [ E('h2', {}, this.title) ] : []),
			...(this.description ? [ E('div', { 'class': 'cbi-map-descr' }, this.description) ] : [])
		]);

		const sections = this.children.map((section) => section.render());

		if (this.tabbed)
			this.root.appendChild(E('ul', { 'class': 'cbi-tabmenu' }, sections.map((node, i) =>
				E('li', { 'class': 'cbi-tab' + (i ? '-disabled' : ''), 'click': () => this.showTab(i) },
					[ this.children[i].title ]))));

		this.root.append(...sections);

		if (this.tabbed)
			this.showTab(this.tab || 0);

		this.checkDepends();

		return this.root;
	},

	showTab(which) {
		this.tab = which;
		this.root.querySelectorAll(':scope > .cbi-section').forEach((node, i) => node.hidden = i != which);
		this.root.querySelectorAll(':scope > .cbi-tabmenu > li').forEach((node, i) =>
			node.className = i == which ? 'cbi-tab' : 'cbi-tab-disabled');
	},

	checkDepends() {
		for (const section of this.children)
			for (const id of section.cfgsections())
				for (const option of section.children)
					option.node(id)?.classList.toggle('hidden', !option.isWanted(id));
	},

	async save() {
		await this.parse();

		return this.render();
	}
});

const Section = Element.extend({
	__init__(map, type, ...rest) {
		this.super('__init__', rest);
		this.map = map;
		this.sectiontype = type;
	},

	cfgsections() {
		return uci.sections(this.map.config, this.sectiontype).map((one) => one['.name']);
	},

	option(Type, name, ...rest) {
		const option = new Type(this.map, this, name, ...rest);

		this.children.push(option);

		return option;
	},

	tab(name, title) {
		this.tabs = [ ...(this.tabs || []), { name, title } ];
	},

	taboption(tab, ...args) {
		if (!this.tabs?.some((one) => one.name == tab))
			throw new ReferenceError('no tab ' + tab);

		return Object.assign(this.option(...args), { tab });
	},

	formvalue(id, name) {
		return this.children.find((one) => one.option == name)?.formvalue(id) ?? null;
	},

	async parse() {
		for (const id of this.cfgsections())
			for (const option of this.children)
				await option.parse(id);
	},

	frame(...children) {
		return E('div', { 'class': 'cbi-section', 'data-type': this.sectiontype }, [
			...(this.title ? [ E('h3', {}, this.title) ] : []),
			...(this.description ? [ E('div', { 'class': 'cbi-section-descr' }, this.description) ] : []),
			...children
		]);
	}
});

const NamedSection = Section.extend({
	__init__(map, id, ...rest) {
		this.super('__init__', [ map, ...rest ]);
		this.section = id;
	},

	cfgsections() {
		return uci.get(this.map.config, this.section) ? [ this.section ] : [];
	},

	render() {
		const add = () => {
			uci.add(this.map.config, this.sectiontype, this.section);

			return this.map.save();
		};

		if (!this.cfgsections().length)
			return this.frame(...(this.addremove ? [ E('button', { 'class': 'cbi-button cbi-button-add', 'click': add }, [ _('Add') ]) ] : []));

		const tabs = this.tabs || [ { title: '' } ];

		return this.frame(...tabs.map((tab) => E('div', { 'class': 'cbi-section-node' }, [
			...(this.tabs ? [ E('h5', {}, [ tab.title ]) ] : []),
			...this.children.filter((option) => !this.tabs || option.tab == tab.name)
				.map((option) => option.render(this.section))
		])));
	}
});

const GridSection = Section.extend({
	columns() {
		return this.children.filter((option) => !option.modalonly);
	},

	cell(option, id) {
		if (option.editable)
			return option.render(id, true);

		return E('td', { 'class': 'td cbi-value-field', 'data-name': option.option, 'data-title': option.title },
			option.textvalue(id) ?? E('em', _('none')));
	},

	edit(id) {
		const map = new FormMap(this.map.config);
		const section = map.section(NamedSection, id, this.sectiontype);

		section.tabs = this.tabs;

		for (const option of this.children) {
			if (option.modalonly === false)
				continue;

			const { map: ignored, section: alsoIgnored, data, ...rest } = option;

			Object.assign(section.option(option.constructor, option.option, option.title, option.description), rest);
		}

		return map.render().then((node) => ui.showModal(this.map.title, [ node, E('div', { 'class': 'right' }, [
			E('button', { 'class': 'btn', 'click': ui.hideModal }, [ _('Dismiss') ]), ' ',
			E('button', { 'class': 'btn cbi-button-positive', 'click': () => map.parse().then(() => {
				ui.hideModal();

				return this.map.save();
			}).catch((wrong) => node.appendChild(E('p', { 'class': 'error' }, [ wrong.message ]))) }, [ _('Save') ])
		]) ], 'cbi-modal'));
	},

	render() {
		const columns = this.columns();

		return this.frame(E('table', { 'class': 'table cbi-section-table' }, [
			E('tr', { 'class': 'tr table-titles' }, [ ...columns.map((option) => E('th', { 'class': 'th' }, option.title)), E('th') ]),
			...this.cfgsections().map((id) => E('tr', { 'class': 'tr cbi-section-table-row', 'data-sid': id }, [
				...columns.map((option) => this.cell(option, id)),
				E('td', { 'class': 'td cbi-section-actions' }, [
					E('button', { 'class': 'btn cbi-button-edit', 'click': () => this.edit(id) }, [ _('Edit') ]) ])
			]))
		]), E('button', { 'class': 'btn cbi-button-add', 'click': () =>
			this.edit(uci.add(this.map.config, this.sectiontype)) }, [ this.addbtntitle || _('Add') ]));
	},

	async parse() {
		for (const id of this.cfgsections())
			for (const option of this.children)
				if (option.editable && !option.modalonly)
					await option.parse(id);
	}
});

const Value = Element.extend({
	__init__(map, section, option, ...rest) {
		this.super('__init__', rest);
		Object.assign(this, { map, section, option, rmempty: true, optional: false, deps: [], data: {}, keys: [] });
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
		return [ ...document.querySelectorAll('[data-field]') ].concat([ ...this.map.root.querySelectorAll('[data-field]') ])
			.find((node) => node.dataset.field == id + '.' + this.option && this.map.root.contains(node));
	},

	isWanted(id) {
		return this.deps.length == 0 || this.deps.some(([ option, value ]) => this.section.formvalue(id, option) == value);
	},

	isActive(id) {
		return this.node(id) != null && !this.node(id).classList.contains('hidden');
	},

	complaint(id) {
		for (const value of this.inputs(id)) {
			const [ , least, most ] = String(this.datatype).match(/^and\(uinteger,range\((\d+),(\d+)\)\)$/) || [];

			if (value === '' && !this.rmempty && this.inputs(id).length == 1)
				return 'Expecting: non-empty value';

			if (value !== '' && this.datatype && !(/^[0-9]+$/.test(value) && +value >= +least && +value <= +most))
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
			throw new TypeError('Option "%s" contains an invalid input value. %s'.format(this.title, this.complaint(id)));

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
		return E('input', { 'type': 'text', 'placeholder': this.placeholder, 'value': this.cfgvalue(id) ?? this.default });
	},

	render(id, inTable) {
		const field = { 'data-field': id + '.' + this.option, 'data-name': this.option, 'change': () => this.map.checkDepends() };

		if (inTable)
			return E('td', { 'class': 'td cbi-value-field', 'data-title': this.title, ...field }, [ this.widget(id) ]);

		return E('div', { 'class': 'cbi-value', ...field }, [
			E('label', { 'class': 'cbi-value-title' }, this.title),
			E('div', { 'class': 'cbi-value-field' }, [
				this.widget(id),
				...(this.description ? [ E('div', { 'class': 'cbi-value-description' }, this.description) ] : [])
			])
		]);
	}
});

// Nothing is a choice only where it is optional; else the first one is chosen.
const ListValue = Value.extend({
	widget(id) {
		const value = this.cfgvalue(id) ?? this.default;

		return E('select', {}, this.keys.filter(([ key ]) => key !== '' || this.optional).map(([ key, text ]) => E('option', { 'value': key, 'selected': key == value ? '' : null }, [ text ])));
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
			throw new TypeError('Option "%s" contains an invalid input value. %s'.format(this.title, this.complaint(id)));

		if (value == this.default && this.rmempty)
			this.remove(id);
		else
			this.write(id, value);
	},

	widget(id) {
		return E('input', { 'type': 'checkbox', 'checked': (this.cfgvalue(id) ?? this.default) == '1' ? '' : null });
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
			E('input', { 'type': 'text', 'value': value, 'placeholder': value === '' ? this.placeholder : null })));
	}
});

modules.form = { Map: FormMap, NamedSection, GridSection, Value, ListValue, Flag: FlagValue, DynamicList };
