// pki writes what a control plane on loopback needs: a certificate authority, a serving certificate for
// 127.0.0.1 and a key for service account tokens; or the key of a user or node and its certificate request.
// Usage: pki DIRECTORY | pki DIRECTORY NAME COMMON-NAME [ORGANIZATION | dns:HOST]...
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	switch {
	case len(os.Args) == 2:
		controlPlane(os.Args[1])
	case len(os.Args) > 3:
		certificateRequest(os.Args[1], os.Args[2], os.Args[3], os.Args[4:])
	default:
		fail(fmt.Errorf("usage: pki DIRECTORY [NAME COMMON-NAME [ORGANIZATION...]]"))
	}
}

func certificateRequest(dir, name, commonName string, organizations []string) {
	key := newKey()
	request := &x509.CertificateRequest{Subject: pkix.Name{CommonName: commonName}}
	for _, each := range organizations {
		if host, isHost := strings.CutPrefix(each, "dns:"); isHost {
			request.DNSNames = append(request.DNSNames, host)
		} else {
			request.Subject.Organization = append(request.Subject.Organization, each)
		}
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, request, key)
	fail(err)
	write(filepath.Join(dir, name+".csr"), "CERTIFICATE REQUEST", der)
	writeKey(dir, name, key)
}

func controlPlane(dir string) {
	caKey := newKey()
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "kubernetes"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(10 * 365 * 24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	writeCertificate(dir, "ca", ca, ca, caKey, caKey)
	servingKey := newKey()
	serving := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "kube-apiserver"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	writeCertificate(dir, "apiserver", serving, ca, servingKey, caKey)
	writeKey(dir, "service-account", newKey())
}

func newKey() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	fail(err)
	return key
}

func writeCertificate(dir, name string, template, parent *x509.Certificate, key, parentKey *ecdsa.PrivateKey) {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, parentKey)
	fail(err)
	write(filepath.Join(dir, name+".crt"), "CERTIFICATE", der)
	writeKey(dir, name, key)
}

func writeKey(dir, name string, key *ecdsa.PrivateKey) {
	der, err := x509.MarshalECPrivateKey(key)
	fail(err)
	write(filepath.Join(dir, name+".key"), "EC PRIVATE KEY", der)
}

func write(path, kind string, der []byte) {
	fail(os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600))
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
