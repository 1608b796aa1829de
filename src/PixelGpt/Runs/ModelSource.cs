using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.IO;
using PixelGpt.Models;

namespace PixelGpt.Runs;

/// <summary>Where a model comes from: a run folder, a model folder, a model file, or the library, which contains the built-in model.</summary>
internal sealed class ModelSource
{
    /// <summary>The name that selects the built-in model where a folder is expected.</summary>
    public const string BuiltInName = BuiltInModel.Name;

    private readonly string? _file;

    private ModelSource(RunFolder? folder, string? file = null) => (Folder, _file) = (folder, file);

    /// <summary>The built-in model.</summary>
    public static ModelSource BuiltIn { get; } = new(null);

    /// <summary>The folder; null for the built-in model and for a model file.</summary>
    public RunFolder? Folder { get; }

    /// <summary>Whether the model is the built-in one.</summary>
    public bool IsBuiltIn => Folder is null && _file is null;

    /// <summary>The path of the folder or file, or the name of the built-in model.</summary>
    public string Path => Folder?.Path ?? _file ?? BuiltInName;

    /// <summary>The name of the folder or of the file without its extension, or of the built-in model.</summary>
    public string Name => Folder is null ? System.IO.Path.GetFileNameWithoutExtension(_file) ?? BuiltInName : System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Folder.Path)));

    /// <summary>Whether there are files of a model; if not, <see cref="Load"/> fails.</summary>
    public bool HasModel => Folder is null || File.Exists(Folder.Config) || EnsembleFolder.Exists(Folder.Path);

    /// <summary>Uses a folder.</summary>
    /// <param name="folder">A run folder or model folder.</param>
    public static ModelSource Of(RunFolder folder) => new(folder);

    /// <summary>Finds a model by what the user typed.</summary>
    /// <param name="path">The path of a folder, the path of a model file, or <see cref="BuiltInName"/>; a folder of this name is preferred.</param>
    public static ModelSource Find(string path) =>
        path == BuiltInName && !Directory.Exists(path) ? BuiltIn : ModelArchive.Exists(path) ? new ModelSource(null, path) : new ModelSource(new RunFolder(path));

    /// <summary>Loads the model.</summary>
    /// <exception cref="InputException">A file is missing or invalid.</exception>
    public PixelModel Load() => IsBuiltIn ? PixelModel.BuiltIn : PixelModel.Load(Path);

    /// <summary>Reads the model's default sampling.</summary>
    /// <exception cref="InputException">The file has an invalid value.</exception>
    public GenerationOptions LoadGeneration() =>
        _file is not null ? ModelFile.LoadSampling(_file) : Folder is null ? GenerationConfigFile.LoadBuiltIn() : GenerationConfigFile.Load(Folder);

    /// <summary>Reads the model's default sampling; null if the model is decoded greedily by default.</summary>
    /// <exception cref="InputException">The file has an invalid value.</exception>
    public GenerationOptions? LoadSampling() => LoadGeneration() is { DoSample: true } sampling ? sampling : null;

    /// <summary>Reads the defaults of the model's run.</summary>
    /// <exception cref="InputException">A file of the run is missing or damaged.</exception>
    public RunDefaults LoadDefaults() => Folder is null
        ? new RunDefaults(SequenceViews.DefaultPromptFraction, IsBuiltIn ? DataReference.Create(BuiltInModel.DataSource) : null)
        : RunDefaults.Load(Folder);

    /// <summary>Reads the history of the model's training; it is empty if the folder has no run.</summary>
    /// <exception cref="InputException">A file of the run is missing or damaged.</exception>
    public RunHistory LoadHistory() => Folder is null ? new RunHistory(null, []) : RunHistory.Load(Folder);

    /// <summary>Describes the loaded model.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="FailureException">The weights file could not be read.</exception>
    public ModelDescription Describe(PixelModel model) => Folder is null
        ? ModelDescription.Of(model, _file is not null ? InputFile.Sha256(_file) : InputFile.Sha256(BuiltInModel.ReadBytes(ModelFolder.WeightsName)))
        : ModelDescription.Of(model, Folder);

    /// <summary>Returns the output folder of a command: the given one, or else the model's own.</summary>
    /// <param name="given">The value of <c>--out</c>; null if it is not given.</param>
    /// <exception cref="InputException">The model is built in and no folder is given, or the given folder has another run or model.</exception>
    public RunFolder Output(string? given)
    {
        if (given is null) return Folder ?? throw new InputException($"--out is required: {(_file is null ? "the built-in model" : $"the model file {_file}")} has no folder to write to");
        var folder = new RunFolder(given);
        if (!IsOwn(folder)) folder.CheckNoModel();
        return folder;
    }

    /// <summary>Whether a folder is that of this model.</summary>
    /// <param name="folder">The folder.</param>
    public bool IsOwn(RunFolder folder) => Folder is not null && FullPath(folder) == FullPath(Folder);

    private static string FullPath(RunFolder folder) => System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder.Path));
}
