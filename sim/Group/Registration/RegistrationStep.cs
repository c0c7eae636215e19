namespace GdoiSim.Group;

/// <summary>The requests of a registration in their order; each has one reply.</summary>
internal enum RegistrationStep
{
    /// <summary>Main mode messages 1 and 2: SA.</summary>
    Proposal = 0,

    /// <summary>Main mode messages 3 and 4: KE, NONCE.</summary>
    KeyExchange = 1,

    /// <summary>Main mode messages 5 and 6: ID, SIG, encrypted.</summary>
    Authentication = 2,

    /// <summary>GROUPKEY-PULL messages 1 and 2: HASH, NONCE, ID; HASH, NONCE, SA.</summary>
    PullRequest = 3,

    /// <summary>GROUPKEY-PULL messages 3 and 4: HASH; HASH, SEQ, KD.</summary>
    KeyDownload = 4,

    /// <summary>The member has the keys.</summary>
    Completed = 5,
}
