using System.Text;
using PixelGpt.Data;
using PixelGpt.Formats;
using PixelGpt.Formats.Zip;
using PixelGpt.IO;

namespace PixelGpt.Models;

/// <summary>
/// Reads a model file: a zip archive of a model folder, see <see cref="ModelFolder"/>. The files may be in the root of the
/// archive or together in one folder. Archives are untrusted: nothing is extracted to disk, and no entry is decompressed whose
/// length exceeds what the model needs.
/// </summary>
internal sealed class ModelArchive
{
    /// <summary>The extension of model files.</summary>
    public const string Extension = ".pixelgpt";

    /// <summary>The name of an archive without a file in error messages.</summary>
    private const string Unnamed = "the model file";

    private const int MaxTextBytes = 1 << 20;

    /// <summary>Maximum length of weights beside those of the parameters: the header, and tensors that are not read.</summary>
    private const long MaxExcess = 1 << 25;

    private readonly ZipReader _zip;
    private readonly string _name;
    private readonly string _folder;

    private ModelArchive(ByteSource bytes, string name)
    {
        _name = name;
        _zip = new ZipReader(bytes, name);
        _folder = FindFolder();
    }

    /// <summary>Returns whether a path is that of an existing model file rather than a model folder.</summary>
    /// <param name="path">The path.</param>
    public static bool Exists(string path) => File.Exists(path) && HasExtension(path);

    /// <summary>Returns whether a path has the extension of model files.</summary>
    /// <param name="path">The path.</param>
    public static bool HasExtension(string path) => Path.GetExtension(path).Equals(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a model file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads what is needed; the file is closed afterwards.</param>
    /// <exception cref="InputException">The file is missing, damaged or incomplete.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public static T Load<T>(string path, Func<ModelArchive, T> read)
    {
        using var bytes = new ByteSource(path);
        return read(new ModelArchive(bytes, path));
    }

    /// <summary>Opens a model file in memory.</summary>
    /// <param name="bytes">The file.</param>
    /// <exception cref="InputException">The file is damaged or incomplete.</exception>
    public static ModelArchive Parse(ReadOnlyMemory<byte> bytes) => new(new ByteSource(bytes, Unnamed), Unnamed);

    /// <summary>Reads a model file from a stream, to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="InputException">The file is damaged, incomplete or larger than supported.</exception>
    /// <exception cref="FailureException">The stream cannot be read.</exception>
    public static ModelArchive Read(Stream stream) => Parse(WholeStream.ReadAll(stream, Array.MaxLength, Unnamed));

    /// <summary>Reads the model.</summary>
    /// <exception cref="InputException">A part is missing or invalid, or the parts do not belong together.</exception>
    public PixelModel ReadModel()
    {
        if (_zip.Find(_folder + EnsembleFolder.FileName) is null) return ReadSingle("");
        string[] members = EnsembleFolder.ParseMembers(ReadText(EnsembleFolder.FileName), NameOf(EnsembleFolder.FileName));
        PixelModel[] models = [.. members.Select(member => ReadSingle(member + "/"))];
        return InputException.Within(NameOf(EnsembleFolder.FileName), () => PixelModel.Ensemble(models));
    }

    /// <summary>Reads a text file of the model folder; null if the archive does not have it.</summary>
    /// <param name="file">Path in the model folder.</param>
    /// <exception cref="InputException">The file is damaged, or too long.</exception>
    public string? FindText(string file)
    {
        if (_zip.Find(_folder + file) is not { } entry) return null;
        if (entry.Length > MaxTextBytes) throw new InputException($"{NameOf(file)}: the file has {entry.Length} bytes; the maximum is {MaxTextBytes}");
        using var reader = new StreamReader(new MemoryStream(_zip.Read(entry)), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Returns the name of a file in error messages.</summary>
    /// <param name="file">Path in the model folder.</param>
    public string NameOf(string file) => $"{_name}: {file}";

    private string ReadText(string file) => FindText(file) ?? throw Missing(file);

    private PixelModel ReadSingle(string folder)
    {
        var config = ModelConfig.Parse(ReadText(folder + ModelFolder.ConfigName), NameOf(folder + ModelFolder.ConfigName));
        var palette = Palette.Parse(ReadText(ModelFolder.ColormapName), NameOf(ModelFolder.ColormapName));
        return ModelFolder.Create(config, palette, parameters => OpenWeights(folder + ModelFolder.WeightsName, parameters), NameOf(ModelFolder.ColormapName));
    }

    private SafeTensors OpenWeights(string file, long parameters)
    {
        ZipEntry entry = _zip.Find(_folder + file) ?? throw Missing(file);
        long limit = (2 * sizeof(float) * parameters) + MaxExcess;
        if (entry.Length > limit) throw new InputException($"{NameOf(file)}: the weights have {entry.Length} bytes, but a model of {parameters} parameters has at most {limit}; check that they belong to {ModelFolder.ConfigName}");
        return SafeTensors.Parse(_zip.Read(entry), NameOf(file));
    }

    /// <summary>Returns the folder of the model in the archive with its trailing slash; empty for the root.</summary>
    private string FindFolder()
    {
        string[] main = [ModelFolder.ConfigName, EnsembleFolder.FileName];
        if (main.Any(file => _zip.Find(file) is not null)) return "";
        string[] folders = [.. _zip.Entries.Select(e => e.Name.IndexOf('/', StringComparison.Ordinal) is > 0 and int end ? e.Name[..(end + 1)] : "").Distinct()];
        return folders is [{ Length: > 0 } folder] && main.Any(file => _zip.Find(folder + file) is not null)
            ? folder
            : throw Missing(ModelFolder.ConfigName);
    }

    private InputException Missing(string file) =>
        new($"{_name}: the archive has no {Excerpt.Of(file)}; a model file is written by 'pixelgpt convert RUN --single FILE{Extension}'");
}
