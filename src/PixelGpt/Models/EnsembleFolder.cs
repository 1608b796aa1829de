using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.Formats;
using PixelGpt.IO;

namespace PixelGpt.Models;

/// <summary>
/// Reads and writes the folder of an ensemble: <c>ensemble.json</c>, which lists the sub-folders of the members, the palette in
/// <c>colormap.txt</c>, and in each sub-folder <c>config.json</c> and <c>model.safetensors</c> of a member.
/// </summary>
internal static class EnsembleFolder
{
    /// <summary>The name of the file that lists the members.</summary>
    public const string FileName = "ensemble.json";

    private const string MembersKey = "members", FolderKey = "folder";
    private const int MaxFileBytes = 1 << 20;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Returns whether a folder has an ensemble.</summary>
    /// <param name="folder">The folder.</param>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>Loads an ensemble.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InputException">A file is missing or invalid, or the members do not belong together.</exception>
    public static PixelModel Load(string folder)
    {
        string[] members = ReadMembers(folder);
        string colormap = Path.Combine(folder, ModelFolder.ColormapName);
        PixelModel[] models = [.. members.Select(member => ModelFolder.LoadSingle(member, colormap))];
        return InputException.Within(Path.Combine(folder, FileName), () => PixelModel.Ensemble(models));
    }

    /// <summary>Reads the configuration of an ensemble, see <see cref="PixelModel.Config"/>, without loading weights.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InputException">A file is missing or invalid.</exception>
    public static ModelConfig LoadConfig(string folder) =>
        EnsembleRules.Representative([.. ReadMembers(folder).Select(member => ModelConfig.Load(Path.Combine(member, ModelFolder.ConfigName)))]);

    /// <summary>Returns the folders of the members.</summary>
    /// <param name="folder">The folder of the ensemble.</param>
    /// <exception cref="InputException"><c>ensemble.json</c> is missing or invalid.</exception>
    public static string[] ReadMembers(string folder)
    {
        string path = Path.Combine(folder, FileName);
        return [.. ParseMembers(InputFile.ReadAllText(path, MaxFileBytes, "an ensemble"), path).Select(name => Path.Combine(folder, name))];
    }

    /// <summary>Reads the names of the members' folders from the text of <c>ensemble.json</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">Name used in error messages.</param>
    /// <exception cref="InputException">The text is invalid.</exception>
    public static string[] ParseMembers(string text, string path) => InputJson.Read(path, () => InputException.Within(path, () =>
    {
        if (JsonNode.Parse(text, documentOptions: InputJson.Strict) is not JsonObject json || json[MembersKey] is not JsonArray members) throw new InputException($"expected a JSON object with a list '{MembersKey}'");
        EnsembleRules.CheckCount(members.Count);
        return members.Select(NameOf).ToArray();
    }));

    /// <summary>Returns the content of <c>ensemble.json</c> for members in the folders <c>member-1</c>, <c>member-2</c>, ….</summary>
    /// <param name="count">The number of members.</param>
    public static string ListOf(int count) =>
        new JsonObject { [MembersKey] = new JsonArray([.. Enumerable.Range(0, count).Select(i => (JsonNode)new JsonObject { [FolderKey] = MemberName(i) })]) }.ToJsonString(Indented) + "\n";

    /// <summary>Returns the name of the folder of a member.</summary>
    /// <param name="index">Index of the member, from 0.</param>
    public static string MemberName(int index) => $"member-{index + 1}";

    /// <summary>Writes an ensemble.</summary>
    /// <param name="folder">The folder; it must not exist or be empty.</param>
    /// <param name="ensemble">The ensemble.</param>
    /// <param name="type">Element type of the weights.</param>
    /// <param name="describe">Adds properties to the entry of a member, whose index and folder it receives.</param>
    /// <param name="properties">Further properties of <c>ensemble.json</c>.</param>
    /// <exception cref="FailureException">A file could not be written.</exception>
    public static void Write(string folder, PixelModel ensemble, FloatType type, Action<int, string, JsonObject> describe, JsonObject properties)
    {
        var members = new JsonArray();
        for (int i = 0; i < ensemble.Members.Count; i++)
        {
            string name = MemberName(i), path = Path.Combine(folder, name);
            ModelFolder.WriteMember(path, ensemble.Members[i], type);
            var entry = new JsonObject { [FolderKey] = name };
            describe(i, path, entry);
            members.Add((JsonNode)entry);
        }

        AtomicFile.WriteAllText(Path.Combine(folder, ModelFolder.ColormapName), ensemble.Palette.ToColormapText());
        properties.Insert(0, MembersKey, members);

        // Written last, so that a folder with this file is complete.
        AtomicFile.WriteAllText(Path.Combine(folder, FileName), properties.ToJsonString(Indented) + "\n");
    }

    /// <summary>Returns the name of a member's folder. It cannot refer to a folder outside of the ensemble.</summary>
    private static string NameOf(JsonNode? member)
    {
        if ((member as JsonObject)?[FolderKey] is not JsonValue value || !value.TryGetValue(out string? name)) throw new InputException($"each member must be an object with the string '{FolderKey}'");
        bool isName = name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && name is not ("." or "..");
        return isName ? name : throw new InputException($"'{FolderKey}' of a member must be the name of a folder next to this file (got '{Excerpt.Of(name)}')");
    }
}
