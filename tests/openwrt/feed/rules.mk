# SPDX-License-Identifier: MIT
# What the package's Makefile uses of OpenWrt's: enough to say what it would install.
INCLUDE_DIR := $(TOPDIR)
INSTALL_DIR := install -d -m0755
INSTALL_BIN := install -m0755
INSTALL_DATA := install -m0644
INSTALL_CONF := install -m0600
