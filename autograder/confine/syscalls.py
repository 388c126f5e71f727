"""What seccomp refuses: system calls by name, with their numbers on x86-64 and on aarch64.

The numbers are those of the kernel's asm/unistd_64.h and asm-generic/unistd.h (a test compares them).
"""

LAST_KNOWN = 462  # mseal, of kernel 6.10; whatever came later is refused as unknown
CLONE3 = 435

_TABLE = """
socket 41 198            connect 42 203            bind 49 200              listen 50 201
accept 43 202            accept4 288 242           socketpair 53 199        sendto 44 206
ptrace 101 117           process_vm_readv 310 270  process_vm_writev 311 271  kcmp 312 272
kill 62 129              tkill 200 130             tgkill 234 131           rt_sigqueueinfo 129 138
rt_tgsigqueueinfo 297 240  pidfd_send_signal 424 424  pidfd_open 434 434    pidfd_getfd 438 438
process_madvise 440 440  process_mrelease 448 448  prlimit64 302 261        setpriority 141 140
ioprio_set 251 30        sched_setaffinity 203 122  sched_setscheduler 144 119  sched_setparam 142 118
sched_setattr 314 274    migrate_pages 256 238     move_pages 279 239       mount 165 40
umount2 166 39           pivot_root 155 41         chroot 161 51            unshare 272 97
setns 308 268            open_tree 428 428         move_mount 429 429       fsopen 430 430
fsconfig 431 431         fsmount 432 432           fspick 433 433           mount_setattr 442 442
statmount 457 457        listmount 458 458         clone 56 220             bpf 321 280
perf_event_open 298 241  keyctl 250 219            add_key 248 217          request_key 249 218
userfaultfd 323 282      io_uring_setup 425 425    io_uring_enter 426 426   io_uring_register 427 427
kexec_load 246 104       kexec_file_load 320 294   init_module 175 105      finit_module 313 273
delete_module 176 106    reboot 169 142            swapon 167 224           swapoff 168 225
syslog 103 116           acct 163 89               quotactl 179 60          quotactl_fd 443 443
settimeofday 164 170     clock_settime 227 112     clock_adjtime 305 266    adjtimex 159 171
sethostname 170 161      setdomainname 171 162     iopl 172 -               ioperm 173 -
modify_ldt 154 -         vhangup 153 58            lookup_dcookie 212 18    personality 135 92
name_to_handle_at 303 264  open_by_handle_at 304 265  fanotify_init 300 262  fanotify_mark 301 263
inotify_init 253 -       inotify_init1 294 26      memfd_create 319 279     memfd_secret 447 447
lsm_set_self_attr 460 460  ioctl 16 29             fcntl 72 25
"""

# Refused only where the process runs as the instructor's own user and sees the machine's own files and
# processes: leaving the group that is ended with it, changing what files are marked with, memory shared
# by key.
_BESIDE_OTHERS = """
setsid 112 157             setpgid 109 154            chmod 90 -                 fchmod 91 52
fchmodat 268 53            fchmodat2 452 452          chown 92 -                 fchown 93 55
lchown 94 -                fchownat 260 54            setxattr 188 5             lsetxattr 189 6
fsetxattr 190 7            removexattr 197 14         lremovexattr 198 15        fremovexattr 199 16
utime 132 -                utimes 235 -               futimesat 261 -            utimensat 280 88
truncate 76 45             shmget 29 194              shmat 30 196               shmctl 31 195
semget 64 190              semop 65 193               semctl 66 191              semtimedop 220 192
msgget 68 186              msgsnd 69 189              msgrcv 70 188              msgctl 71 187
mq_open 240 180            mq_unlink 241 181
"""


def numbers(machine):
    """{name: number} for machine ("x86_64" or "aarch64"), without the calls that it does not have."""
    words, column = (_TABLE + _BESIDE_OTHERS).split(), {"x86_64": 1, "aarch64": 2}[machine]
    return {words[i]: int(words[i + column]) for i in range(0, len(words), 3) if words[i + column] != "-"}


# Refused only where nothing else keeps signals in.
SIGNALS = ("kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo")
BESIDE_OTHERS = tuple(_BESIDE_OTHERS.split()[::3])
