// SPDX-License-Identifier: MIT
// Debian's libgcc asks glibc where the table for unwinding is; musl does not know that question.
#include <link.h>
#include <stddef.h>

struct dl_find_object {  // as in glibc's <dlfcn.h>
  unsigned long long flags;
  void *begin, *end;
  void* link_map;
  void* eh_frame;
  unsigned long long reserved[7];
};

struct question {
  ElfW(Addr) address;
  struct dl_find_object* answer;
};

static int look(struct dl_phdr_info* object, size_t size, void* data) {
  (void)size;
  const struct question* asked = data;
  const ElfW(Phdr)* table = NULL;
  const ElfW(Phdr)* holds = NULL;
  for (const ElfW(Phdr)* p = object->dlpi_phdr; p != object->dlpi_phdr + object->dlpi_phnum; ++p) {
    if (p->p_type == PT_GNU_EH_FRAME) table = p;
    if (p->p_type == PT_LOAD && asked->address - object->dlpi_addr - p->p_vaddr < p->p_memsz)
      holds = p;
  }
  if (table == NULL || holds == NULL) return 0;
  asked->answer->flags = 0;
  asked->answer->begin = (void*)(object->dlpi_addr + holds->p_vaddr);
  asked->answer->end = (char*)asked->answer->begin + holds->p_memsz;
  asked->answer->link_map = NULL;
  asked->answer->eh_frame = (void*)(object->dlpi_addr + table->p_vaddr);
  return 1;
}

int _dl_find_object(void* address, struct dl_find_object* answer) {
  struct question asked = {(ElfW(Addr))address, answer};
  return dl_iterate_phdr(look, &asked) == 1 ? 0 : -1;
}
