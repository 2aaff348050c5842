# cmake -DINPUT=module.js -DOUTPUT=script.js -P module_to_script.cmake
file(READ "${INPUT}" text)
string(REPLACE "export const " "const " text "${text}")
file(WRITE "${OUTPUT}" "${text}")
