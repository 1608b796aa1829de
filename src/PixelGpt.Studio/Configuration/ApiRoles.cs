namespace PixelGpt.Studio.Configuration;

/// <summary>What the owner of an API key may do.</summary>
[Flags]
internal enum ApiRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>To complete, convert and export pictures, and to read models, data sets, runs and reports.</summary>
    Draw = 1,

    /// <summary>To train and evaluate, and to upload, rename, delete and restore models, runs and data sets. Includes <see cref="Draw"/>.</summary>
    Train = 2,

    /// <summary>To read <c>/metrics</c>.</summary>
    ReadMetrics = 4,

    /// <summary>All roles.</summary>
    All = Draw | Train | ReadMetrics,
}
