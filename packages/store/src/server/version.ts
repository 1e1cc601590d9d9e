/**
 * The etcd version whose API we speak, as Status and /version report it: clients (kube-apiserver among them) read it
 * to decide which features to use. 3.5 has all that we offer; it promises nothing about our files.
 */
export const ETCD_VERSION = '3.5.0';
