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
			...(this.description ?
				[ E('div', { 'class': 'cbi-map-descr' }, this.description) ] : [])
		]);

		const sections = this.children.map((section) => section.render());

		if (this.tabbed)
			this.root.appendChild(E('ul', { 'class': 'cbi-tabmenu' }, sections.map((node, i) =>
				E('li', { 'class': 'cbi-tab' + (i ? '-disabled' : ''),
					'click': () => this.showTab(i) },
					[ this.children[i].title ]))));

		this.root.append(...sections);

		if (this.tabbed)
			this.showTab(this.tab || 0);

		this.checkDepends();

		return this.root;
	},

	showTab(which) {
		this.tab = which;
		this.root.querySelectorAll(':scope > .cbi-section')
			.forEach((node, i) => node.hidden = i != which);
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
			...(this.description ?
				[ E('div', { 'class': 'cbi-section-descr' }, this.description) ] : []),
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
			return this.frame(...(this.addremove ?
				[ E('button', { 'class': 'cbi-button cbi-button-add', 'click': add },
					[ _('Add') ]) ] : []));

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

		return E('td', { 'class': 'td cbi-value-field', 'data-name': option.option,
			'data-title': option.title },
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

			Object.assign(section.option(option.constructor, option.option, option.title,
				option.description), rest);
		}

		return map.render().then((node) =>
			ui.showModal(this.map.title, [ node, E('div', { 'class': 'right' }, [
			E('button', { 'class': 'btn', 'click': ui.hideModal }, [ _('Dismiss') ]), ' ',
			E('button', { 'class': 'btn cbi-button-positive',
				'click': () => map.parse().then(() => {
				ui.hideModal();

				return this.map.save();
			}).catch((wrong) => node.appendChild(E('p', { 'class': 'error' },
				[ wrong.message ]))) }, [ _('Save') ])
		]) ], 'cbi-modal'));
	},

	render() {
		const columns = this.columns();

		return this.frame(E('table', { 'class': 'table cbi-section-table' }, [
			E('tr', { 'class': 'tr table-titles' },
				[ ...columns.map((option) => E('th', { 'class': 'th' }, option.title)), E('th') ]),
			...this.cfgsections().map((id) =>
				E('tr', { 'class': 'tr cbi-section-table-row', 'data-sid': id }, [
				...columns.map((option) => this.cell(option, id)),
				E('td', { 'class': 'td cbi-section-actions' }, [
					E('button', { 'class': 'btn cbi-button-edit', 'click': () => this.edit(id) },
						[ _('Edit') ]) ])
			]))
		]), E('button', { 'class': 'btn cbi-button-add', 'click': () =>
			this.edit(uci.add(this.map.config, this.sectiontype)) },
			[ this.addbtntitle || _('Add') ]));
	},

	async parse() {
		for (const id of this.cfgsections())
			for (const option of this.children)
				if (option.editable && !option.modalonly)
					await option.parse(id);
	}
});
