using System.Buffers.Binary;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Ikev1;

/// <summary>
/// What a finished phase 1 leaves behind: it protects any number of GROUPKEY-PULL exchanges (RFC 6407 section 3). Both
/// sides have the same one, except for the identity of the other. Secrets: the text form shows nothing of them.
/// </summary>
public sealed class Phase1Sa
{
    private readonly byte[] _skeyidA;
    private readonly byte[] _encryptionKey;
    private readonly byte[] _lastBlock;
    private readonly byte[] _peerIdentity;

    /// <param name="cookies">CKY-I and CKY-R: name this SA in every message under it.</param>
    /// <param name="prf">HMAC of the negotiated hash function.</param>
    /// <param name="skeyidA">SKEYID_a.</param>
    /// <param name="encryptionKey">Key of AES-CBC: 16, 24 or 32 octets.</param>
    /// <param name="lastBlock">The last ciphertext block of phase 1, 16 octets: makes the IVs of phase 2.</param>
    /// <param name="lifetimeSeconds">The negotiated lifetime.</param>
    /// <param name="peerIdentityType">Type of the other side's identity.</param>
    /// <param name="peerIdentity">Its identification data.</param>
    /// <exception cref="ArgumentException">A key or block of another length.</exception>
    public Phase1Sa(
        Cookies cookies,
        PrfAlgorithm prf,
        ReadOnlySpan<byte> skeyidA,
        ReadOnlySpan<byte> encryptionKey,
        ReadOnlySpan<byte> lastBlock,
        uint lifetimeSeconds = 0,
        IdentificationType peerIdentityType = default,
        ReadOnlySpan<byte> peerIdentity = default)
    {
        if (encryptionKey.Length is not (16 or 24 or 32) || lastBlock.Length != Kek.BlockLength)
        {
            throw new ArgumentException(
                $"key of {encryptionKey.Length} and block of {lastBlock.Length} octets; allowed: 16, 24 or 32, and 16",
                nameof(encryptionKey));
        }

        Cookies = cookies;
        Prf = prf;
        LifetimeSeconds = lifetimeSeconds;
        PeerIdentityType = peerIdentityType;
        _skeyidA = skeyidA.ToArray();
        _encryptionKey = encryptionKey.ToArray();
        _lastBlock = lastBlock.ToArray();
        _peerIdentity = peerIdentity.ToArray();
    }

    /// <summary>CKY-I and CKY-R.</summary>
    public Cookies Cookies { get; }

    /// <summary>The prf of HASH(1) to HASH(4).</summary>
    public PrfAlgorithm Prf { get; }

    /// <summary>The negotiated lifetime in seconds.</summary>
    public uint LifetimeSeconds { get; }

    /// <summary>Type of the authenticated identity of the other side.</summary>
    public IdentificationType PeerIdentityType { get; }

    /// <summary>
    /// The authenticated identity of the other side: what authorization looks at (RFC 6407 section 3.1).
    /// </summary>
    public ReadOnlySpan<byte> PeerIdentity => _peerIdentity;

    /// <summary>SKEYID_a.</summary>
    public ReadOnlySpan<byte> SkeyidA => _skeyidA;

    /// <summary>Key of AES-CBC.</summary>
    public ReadOnlySpan<byte> EncryptionKey => _encryptionKey;

    /// <summary>The last ciphertext block of phase 1.</summary>
    public ReadOnlySpan<byte> LastBlock => _lastBlock;

    /// <summary>
    /// The IV of the first message of a phase 2 exchange: the first 16 octets of hash(last block of phase 1 | M-ID)
    /// (RFC 2409 appendix B). Each later message takes the last ciphertext block of the one before.
    /// </summary>
    public byte[] InitialIv(ICryptographyProvider provider, uint messageId)
    {
        Span<byte> input = stackalloc byte[Kek.BlockLength + sizeof(uint)];
        _lastBlock.CopyTo(input);
        BinaryPrimitives.WriteUInt32BigEndian(input[Kek.BlockLength..], messageId);
        Span<byte> hash = stackalloc byte[PrfAlgorithmExtensions.MaximumOutputLength];
        provider.ComputeDigest(Prf, input, hash);
        return hash[..Kek.BlockLength].ToArray();
    }

    public override string ToString() => $"phase 1 SA {Cookies}";
}
