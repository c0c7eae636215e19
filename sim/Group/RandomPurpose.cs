namespace GdoiSim.Group;

/// <summary>
/// The purposes of this project's random streams. The numbers are part of what a seed means: changing one changes
/// every result. 0x4752_0000 ("GR") and up.
/// </summary>
internal static class RandomPurpose
{
    internal const uint Kek = 0x4752_0000;
    internal const uint Cookies = 0x4752_0001;
    internal const uint Tek = 0x4752_0002;
    internal const uint TekSpi = 0x4752_0003;
    internal const uint LeafKey = 0x4752_0004;

    /// <summary>Keys of a hierarchy's inner nodes, IVs of its leaves; entity: node, index: key handle.</summary>
    internal const uint HierarchyKey = 0x4752_0005;

    internal const uint ProcessingTime = 0x4752_0010;
    internal const uint Jitter = 0x4752_0011;
    internal const uint OfflineLength = 0x4752_0012;
    internal const uint AckServiceTime = 0x4752_0020;
    internal const uint PushBuildTime = 0x4752_0021;
    internal const uint PushSendTime = 0x4752_0022;
    internal const uint PushCopyTime = 0x4752_0023;

    /// <summary>How long a member waits before a registration; index: number of its registration.</summary>
    internal const uint RegistrationWait = 0x4752_0030;

    /// <summary>How long a member works on a reply; index: the request that follows.</summary>
    internal const uint RegistrationMemberTime = 0x4752_0031;

    /// <summary>What a request costs the key server; index: the request.</summary>
    internal const uint RegistrationServiceTime = 0x4752_0032;

    /// <summary>Cookies, nonces and private values of a registration; index: its number and what it is for.</summary>
    internal const uint RegistrationSecrets = 0x4752_0033;
}
