using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Crypto;

/// <summary>
/// A signature key pair: of a group, for its GROUPKEY-PUSH messages (RFC 6407 section 4.1), or of one side of a phase 1
/// (RFC 2409 section 5.1).
/// </summary>
public sealed class SignatureKeyPair
{
    private readonly byte[] _privateKeyInfo;
    private readonly byte[] _subjectPublicKeyInfo;

    /// <param name="algorithm">RSA or ECDSA P-256.</param>
    /// <param name="privateKeyInfo">The private key, PKCS#8 DER.</param>
    /// <param name="subjectPublicKeyInfo">The public key, SubjectPublicKeyInfo DER.</param>
    public SignatureKeyPair(
        SignatureAlgorithm algorithm, ReadOnlySpan<byte> privateKeyInfo, ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        Algorithm = algorithm;
        _privateKeyInfo = privateKeyInfo.ToArray();
        _subjectPublicKeyInfo = subjectPublicKeyInfo.ToArray();
    }

    public SignatureAlgorithm Algorithm { get; }

    /// <summary>
    /// The public key as SIG_ALGORITHM_KEY carries it (RFC 6407 section 5.6.2.2): DER SubjectPublicKeyInfo.
    /// </summary>
    public ReadOnlySpan<byte> SubjectPublicKeyInfo => _subjectPublicKeyInfo;

    internal ReadOnlySpan<byte> PrivateKeyInfo => _privateKeyInfo;

    public override string ToString() => $"{Algorithm} signature key pair";
}
