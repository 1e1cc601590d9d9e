/**
 * The etcd version whose API we speak, as Status and /version report it: clients (kube-apiserver among them) read it
 * to decide which features to use. 3.5 has all that we offer, and up to 3.5.12 kube-apiserver mistrusts the progress that
 * a client asks for (it came ahead of events there). It promises nothing about our files.
 */
export const ETCD_VERSION = '3.5.13';
/** That of the data, which has no patches. */
export const STORAGE_VERSION = '3.5.0';
