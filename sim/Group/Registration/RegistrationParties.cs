using System.Buffers.Binary;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Group;

/// <summary>
/// What members and key server bring to a registration: identities, signature keys (the shipped test pair for all),
/// proposals, and octets that nobody else knows, drawn from the run's streams.
/// </summary>
internal sealed class RegistrationParties
{
    private const uint PhaseOneLifetimeSeconds = 86_400;
    private const int NonceLength = 20;

    private readonly GroupState _group;
    private readonly SignatureKeyPair _signatureKey;
    private readonly byte[] _publicKey;
    private readonly Phase1Transform _transform;
    private readonly RandomStream _secrets;

    internal RegistrationParties(GroupState group, int server)
    {
        _group = group;
        _secrets = group.Streams.For(RandomPurpose.RegistrationSecrets);
        bool isRsa = group.Options.Registration.Authentication == SignatureChoice.Rsa2048;
        _signatureKey = isRsa ? TestSignatureKeys.CreateRsa2048() : TestSignatureKeys.CreateEcdsaP256();
        _publicKey = _signatureKey.SubjectPublicKeyInfo.ToArray();
        _transform = new Phase1Transform
        {
            KeyBits = 128,
            Prf = PrfAlgorithm.HmacSha256,
            Authentication = isRsa ? AuthenticationMethod.RsaSignature : AuthenticationMethod.EcdsaP256,
            Group = group.Options.Registration.DiffieHellman,
            LifetimeSeconds = PhaseOneLifetimeSeconds,
        };
        Server = Configuration(GroupAddresses.Server(server, group.Options.AddressFamily));
    }

    /// <summary>The octets that a side draws for one registration, by what they are for.</summary>
    private enum Secret
    {
        MemberCookie,
        MemberNonce,
        MemberPrivate,
        ServerCookie,
        ServerNonce,
        ServerPrivate,
        MessageId,
        MemberPullNonce,
        ServerPullNonce,
        OldCookies,
        OldAuthenticationKey,
        OldEncryptionKey,
        OldLastBlock,
    }

    internal ICryptographyProvider Provider { get; } = new SystemCryptographyProvider();

    internal GroupKeys Keys => _group.Keys;

    internal MainModeConfiguration Server { get; }

    /// <summary>The group identifier that members ask for: an ID_KEY_ID of four octets.</summary>
    internal static ReadOnlySpan<byte> GroupId => [0, 0, 0, 1];

    /// <summary>LKH_DOWNLOAD_ARRAY of a member; null if it has no keys but those that all have.</summary>
    internal byte[]? DownloadArray(in DownloadedKeys keys, int member) =>
        _group.Hierarchy is { } hierarchy ? hierarchy.DownloadArray(member)
        : _group.AckKeys.LeafKey(member) is { } leafKey
            ? RekeyMessageWriter.WriteLeaf(Keys.RekeySaOf(keys.KekGeneration), member, leafKey)
        : null;

    internal MainModeConfiguration Member(int member)
    {
        var address = new byte[_group.Options.AddressFamily == AddressFamily.IPv4 ? 4 : 16];
        MemberAddress.Write(member, _group.Options.AddressFamily, address);
        return Configuration(address);
    }

    internal MainModeSecrets MemberSecrets(int member, int number) => new(
        Number(member, number, Secret.MemberCookie),
        Draw(member, number, Secret.MemberNonce, NonceLength),
        Draw(member, number, Secret.MemberPrivate, DiffieHellmanGroupExtensions.SeedLength));

    internal MainModeSecrets ServerSecrets(int member, int number) => new(
        Number(member, number, Secret.ServerCookie),
        Draw(member, number, Secret.ServerNonce, NonceLength),
        Draw(member, number, Secret.ServerPrivate, DiffieHellmanGroupExtensions.SeedLength));

    internal uint MessageId(int member, int number) => (uint)Number(member, number, Secret.MessageId) | 1;

    internal byte[] MemberPullNonce(int member, int number) =>
        Draw(member, number, Secret.MemberPullNonce, NonceLength);

    internal byte[] ServerPullNonce(int member, int number) =>
        Draw(member, number, Secret.ServerPullNonce, NonceLength);

    /// <summary>A phase 1 SA that is there already when a member pulls.</summary>
    internal Phase1Sa EstablishedSa(int member)
    {
        byte[] cookies = Draw(member, 0, Secret.OldCookies, Cookies.Length);
        return new Phase1Sa(
            Cookies.Read(cookies),
            PrfAlgorithm.HmacSha256,
            Draw(member, 0, Secret.OldAuthenticationKey, 32),
            Draw(member, 0, Secret.OldEncryptionKey, 16),
            Draw(member, 0, Secret.OldLastBlock, Kek.BlockLength),
            PhaseOneLifetimeSeconds);
    }

    private MainModeConfiguration Configuration(byte[] address) => new()
    {
        Provider = Provider,
        Transforms = [_transform],
        IdentityType = address.Length == 4 ? IdentificationType.IPv4Address : IdentificationType.IPv6Address,
        Identity = address,
        SignatureKey = _signatureKey,
        PeerKeys = FindKey,
    };

    // Everyone of this group has the same test key.
    private bool FindKey(IdentificationType type, ReadOnlySpan<byte> identity, out ReadOnlyMemory<byte> key)
    {
        key = _publicKey;
        return type is IdentificationType.IPv4Address or IdentificationType.IPv6Address;
    }

    private byte[] Draw(int member, int number, Secret secret, int length)
    {
        const int kinds = 16;
        var octets = new byte[length];
        _secrets.FillBytes((uint)member, ((ulong)number * kinds) + (ulong)secret, octets);
        return octets;
    }

    private ulong Number(int member, int number, Secret secret) =>
        BinaryPrimitives.ReadUInt64BigEndian(Draw(member, number, secret, sizeof(ulong)));
}
