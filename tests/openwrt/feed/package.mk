# SPDX-License-Identifier: MIT
# Says what the Makefile of the package holds, and installs what it would install.
#   usage: make facts | conffiles | install OUT=DIRECTORY
PACKAGES :=
define BuildPackage
  PACKAGES += $(1)
endef

define newline


endef

lines = printf '%s\n' '$(subst $(newline),' ',$(1))';

facts:
	@$(foreach package,$(PACKAGES),$(call lines,$(Package/$(package))))
	@$(call lines,$(CMAKE_OPTIONS))

conffiles:
	@$(foreach package,$(PACKAGES),$(call lines,$(Package/$(package)/conffiles)))

install:
	$(foreach package,$(PACKAGES),$(call Package/$(package)/install,$(OUT))$(newline))
