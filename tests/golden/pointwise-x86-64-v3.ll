declare i64 @llvm.smin.i64(i64, i64)
declare <8 x float> @llvm.fabs.v8f32(<8 x float>)
declare <8 x float> @llvm.fma.v8f32(<8 x float>, <8 x float>, <8 x float>)
declare <8 x float> @llvm.copysign.v8f32(<8 x float>, <8 x float>)
declare float @llvm.fabs.f32(float)
declare float @llvm.fma.f32(float, float, float)
declare float @llvm.copysign.f32(float, float)
declare i64 @llvm.smax.i64(i64, i64)
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" {
entry:
  %v1 = alloca i64, i64 5, align 16
  %v2 = alloca i64, i64 1, align 8
  %v20 = alloca i64, i64 1, align 8
  br label %start
start:
  %v3 = load i64, ptr %dims, align 8
  store i64 0, ptr %v2, align 8
  store i64 %v3, ptr %v1, align 8
  %v4 = load ptr, ptr %bufs, align 8
  %v5 = getelementptr inbounds i64, ptr %v1, i64 1
  store ptr %v4, ptr %v5, align 8
  %v6 = getelementptr inbounds ptr, ptr %bufs, i64 1
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %v1, i64 2
  store ptr %v7, ptr %v8, align 8
  %v9 = getelementptr inbounds i64, ptr %v1, i64 3
  store ptr %ctx, ptr %v9, align 8
  %v10 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v11 = load i64, ptr %v10, align 8
  %v12 = add nsw i64 %v3, 4095
  %v13 = udiv i64 %v12, 4096
  %v14 = mul nsw i64 %v3, 63
  %v15 = udiv i64 %v14, 65536
  %v16 = call i64 @llvm.smax.i64(i64 %v15, i64 1)
  %v17 = mul nsw i64 %v11, 4
  %v18 = call i64 @llvm.smin.i64(i64 %v16, i64 %v17)
  %v19 = call i64 @llvm.smin.i64(i64 %v13, i64 %v18)
  store i64 %v13, ptr %v20, align 8
  %v21 = icmp sgt i64 %v19, 1
  br i1 %v21, label %b22, label %b23
b22:
  %v24 = sub nsw i64 %v19, 1
  %v25 = add nsw i64 %v13, %v24
  %v26 = udiv i64 %v25, %v19
  store i64 %v26, ptr %v20, align 8
  br label %b23
b23:
  %v27 = load i64, ptr %v20, align 8
  %v28 = getelementptr inbounds i64, ptr %v1, i64 4
  store i64 %v27, ptr %v28, align 8
  %v29 = load i64, ptr %v2, align 8
  %v30 = icmp eq i64 %v29, 0
  br i1 %v30, label %b31, label %b32
b31:
  %v33 = call i64 @run_tasks(ptr %ctx, ptr @group0, ptr %v1, i64 %v19)
  store i64 %v33, ptr %v2, align 8
  br label %b32
b32:
  %v34 = load i64, ptr %v2, align 8
  %v35 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v36 = load i64, ptr %v35, align 8
  %v37 = icmp eq i64 %v34, 0
  %v38 = select i1 %v37, i64 %v36, i64 %v34
  ret i64 %v38
}
define internal void @group0(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = load i64, ptr %frame, align 8
  %v2 = getelementptr inbounds i64, ptr %frame, i64 1
  %v3 = load ptr, ptr %v2, align 8
  %v4 = getelementptr inbounds i64, ptr %frame, i64 2
  %v5 = load ptr, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %frame, i64 3
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %frame, i64 4
  %v9 = load i64, ptr %v8, align 8
  %v10 = mul nsw i64 %task, %v9
  %v11 = add nsw i64 %v10, %v9
  %v12 = add nsw i64 %v1, 4095
  %v13 = udiv i64 %v12, 4096
  %v14 = call i64 @llvm.smin.i64(i64 %v11, i64 %v13)
  %v15 = add nsw i64 %v1, 4095
  %v16 = udiv i64 %v15, 4096
  br label %b17
b17:
  %i20 = phi i64 [ %v10, %start ], [ %v198, %b115 ]
  %c20_0 = phi i64 [ %v10, %start ], [ %v197, %b115 ]
  %v21 = icmp slt i64 %i20, %v14
  br i1 %v21, label %b18, label %b19
b18:
  %v22 = mul nsw i64 %c20_0, 4096
  %v23 = add nsw i64 %v22, 4096
  %v24 = call i64 @llvm.smin.i64(i64 %v23, i64 %v1)
  %v25 = sub nsw i64 %v24, %v22
  %v26 = udiv i64 %v25, 8
  %v27 = mul nsw i64 %v26, 8
  %v28 = add nsw i64 %v22, %v27
  br label %b29
b29:
  %i32 = phi i64 [ %v22, %b18 ], [ %v112, %b30 ]
  %v33 = icmp slt i64 %i32, %v28
  br i1 %v33, label %b30, label %b31
b30:
  %v34 = getelementptr inbounds float, ptr %v3, i64 %i32
  %v35 = load <8 x float>, ptr %v34, align 4
  %v36 = fmul <8 x float> %v35, splat (float 0x3FF8000000000000)
  %v37 = fadd <8 x float> %v36, splat (float 0x3FE0000000000000)
  %v38 = fmul <8 x float> splat (float 0x3FE0000000000000), %v37
  %v39 = fmul <8 x float> %v37, splat (float 0x3FE6A09E60000000)
  %v40 = call <8 x float> @llvm.fabs.v8f32(<8 x float> %v39)
  %v41 = fcmp olt <8 x float> splat (float 0x400F9999A0000000), %v40
  %v42 = select <8 x i1> %v41, <8 x float> splat (float 0x400F9999A0000000), <8 x float> %v40
  %v43 = fmul <8 x float> %v42, %v42
  %v44 = call <8 x float> @llvm.fma.v8f32(<8 x float> splat (float 0x3F14969CC0000000), <8 x float> %v43, <8 x float> splat (float 0xBF4A3F6DA0000000))
  %v45 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v44, <8 x float> %v43, <8 x float> splat (float 0x3F75405AC0000000))
  %v46 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v45, <8 x float> %v43, <8 x float> splat (float 0xBF9B7F90C0000000))
  %v47 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v46, <8 x float> %v43, <8 x float> splat (float 0x3FBCE2CF80000000))
  %v48 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v47, <8 x float> %v43, <8 x float> splat (float 0xBFD81273E0000000))
  %v49 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v48, <8 x float> %v43, <8 x float> splat (float 0x3FC06EBA80000000))
  %v50 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v42, <8 x float> %v49, <8 x float> %v42)
  %v51 = call <8 x float> @llvm.fma.v8f32(<8 x float> splat (float 0x3EF45FBF40000000), <8 x float> %v42, <8 x float> splat (float 0xBF3B1241C0000000))
  %v52 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v51, <8 x float> %v42, <8 x float> splat (float 0x3F709EBD00000000))
  %v53 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v52, <8 x float> %v42, <8 x float> splat (float 0xBF99647B00000000))
  %v54 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v53, <8 x float> %v42, <8 x float> splat (float 0x3FBB9591C0000000))
  %v55 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v54, <8 x float> %v42, <8 x float> splat (float 0x3FE44880A0000000))
  %v56 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v55, <8 x float> %v42, <8 x float> splat (float 0x3FF2117060000000))
  %v57 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v56, <8 x float> %v42, <8 x float> splat (float 0xBF1F787CE0000000))
  %v58 = fneg <8 x float> %v57
  %v59 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v58, <8 x float> splat (float 0x3FF7154760000000), <8 x float> splat (float 0x4168001FC0000000))
  %v60 = fsub <8 x float> %v59, splat (float 0x4168001FC0000000)
  %v61 = bitcast <8 x float> %v59 to <8 x i32>
  %v62 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v60, <8 x float> splat (float 0xBFE6300000000000), <8 x float> %v58)
  %v63 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v60, <8 x float> splat (float 0x3F2BD01060000000), <8 x float> %v62)
  %v64 = call <8 x float> @llvm.fma.v8f32(<8 x float> splat (float 0x3F56A23E80000000), <8 x float> %v63, <8 x float> splat (float 0x3F8123A6C0000000))
  %v65 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v64, <8 x float> %v63, <8 x float> splat (float 0x3FA5558F40000000))
  %v66 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v65, <8 x float> %v63, <8 x float> splat (float 0x3FC5554900000000))
  %v67 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v66, <8 x float> %v63, <8 x float> splat (float 0x3FDFFFFFC0000000))
  %v68 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v67, <8 x float> %v63, <8 x float> splat (float 0x3FF0000000000000))
  %v69 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v68, <8 x float> %v63, <8 x float> splat (float 0x3FF0000000000000))
  %v70 = sub <8 x i32> %v61, splat (i32 127)
  %v71 = shl <8 x i32> %v70, splat (i32 23)
  %v72 = bitcast <8 x i32> %v71 to <8 x float>
  %v73 = fmul <8 x float> %v69, %v72
  %v74 = fsub <8 x float> splat (float 0x3FF0000000000000), %v73
  %v75 = fcmp olt <8 x float> %v42, splat (float 0x3FF0000000000000)
  %v76 = select <8 x i1> %v75, <8 x float> %v50, <8 x float> %v74
  %v77 = call <8 x float> @llvm.copysign.v8f32(<8 x float> %v76, <8 x float> %v39)
  %v78 = fadd <8 x float> splat (float 0x3FF0000000000000), %v77
  %v79 = fmul <8 x float> %v38, %v78
  %v80 = call <8 x float> @llvm.fabs.v8f32(<8 x float> %v35)
  %v81 = fneg <8 x float> %v80
  %v82 = fcmp olt <8 x float> splat (float 0x4056400000000000), %v81
  %v83 = select <8 x i1> %v82, <8 x float> splat (float 0x4056400000000000), <8 x float> %v81
  %v84 = fcmp ogt <8 x float> splat (float 0xC05A000000000000), %v83
  %v85 = select <8 x i1> %v84, <8 x float> splat (float 0xC05A000000000000), <8 x float> %v83
  %v86 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v85, <8 x float> splat (float 0x3FF7154760000000), <8 x float> splat (float 0x4168001FC0000000))
  %v87 = fsub <8 x float> %v86, splat (float 0x4168001FC0000000)
  %v88 = bitcast <8 x float> %v86 to <8 x i32>
  %v89 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v87, <8 x float> splat (float 0xBFE6300000000000), <8 x float> %v85)
  %v90 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v87, <8 x float> splat (float 0x3F2BD01060000000), <8 x float> %v89)
  %v91 = call <8 x float> @llvm.fma.v8f32(<8 x float> splat (float 0x3F56A23E80000000), <8 x float> %v90, <8 x float> splat (float 0x3F8123A6C0000000))
  %v92 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v91, <8 x float> %v90, <8 x float> splat (float 0x3FA5558F40000000))
  %v93 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v92, <8 x float> %v90, <8 x float> splat (float 0x3FC5554900000000))
  %v94 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v93, <8 x float> %v90, <8 x float> splat (float 0x3FDFFFFFC0000000))
  %v95 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v94, <8 x float> %v90, <8 x float> splat (float 0x3FF0000000000000))
  %v96 = call <8 x float> @llvm.fma.v8f32(<8 x float> %v95, <8 x float> %v90, <8 x float> splat (float 0x3FF0000000000000))
  %v97 = lshr <8 x i32> %v88, splat (i32 1)
  %v98 = shl <8 x i32> %v97, splat (i32 23)
  %v99 = bitcast <8 x i32> %v98 to <8 x float>
  %v100 = sub <8 x i32> %v88, %v97
  %v101 = shl <8 x i32> %v100, splat (i32 23)
  %v102 = bitcast <8 x i32> %v101 to <8 x float>
  %v103 = fmul <8 x float> %v96, %v99
  %v104 = fmul <8 x float> %v103, %v102
  %v105 = fadd <8 x float> splat (float 0x3FF0000000000000), %v104
  %v106 = fdiv <8 x float> splat (float 0x3FF0000000000000), %v105
  %v107 = fcmp olt <8 x float> %v35, splat (float 0x0000000000000000)
  %v108 = fmul <8 x float> %v104, %v106
  %v109 = select <8 x i1> %v107, <8 x float> %v108, <8 x float> %v106
  %v110 = fmul <8 x float> %v79, %v109
  %v111 = getelementptr inbounds float, ptr %v5, i64 %i32
  store <8 x float> %v110, ptr %v111, align 4
  %v112 = add nsw i64 %i32, 8
  br label %b29
b31:
  br label %b113
b113:
  %i116 = phi i64 [ %v28, %b31 ], [ %v196, %b114 ]
  %v117 = icmp slt i64 %i116, %v24
  br i1 %v117, label %b114, label %b115
b114:
  %v118 = getelementptr inbounds float, ptr %v3, i64 %i116
  %v119 = load float, ptr %v118, align 4
  %v120 = fmul float %v119, 0x3FF8000000000000
  %v121 = fadd float %v120, 0x3FE0000000000000
  %v122 = fmul float 0x3FE0000000000000, %v121
  %v123 = fmul float %v121, 0x3FE6A09E60000000
  %v124 = call float @llvm.fabs.f32(float %v123)
  %v125 = fcmp olt float 0x400F9999A0000000, %v124
  %v126 = select i1 %v125, float 0x400F9999A0000000, float %v124
  %v127 = fmul float %v126, %v126
  %v128 = call float @llvm.fma.f32(float 0x3F14969CC0000000, float %v127, float 0xBF4A3F6DA0000000)
  %v129 = call float @llvm.fma.f32(float %v128, float %v127, float 0x3F75405AC0000000)
  %v130 = call float @llvm.fma.f32(float %v129, float %v127, float 0xBF9B7F90C0000000)
  %v131 = call float @llvm.fma.f32(float %v130, float %v127, float 0x3FBCE2CF80000000)
  %v132 = call float @llvm.fma.f32(float %v131, float %v127, float 0xBFD81273E0000000)
  %v133 = call float @llvm.fma.f32(float %v132, float %v127, float 0x3FC06EBA80000000)
  %v134 = call float @llvm.fma.f32(float %v126, float %v133, float %v126)
  %v135 = call float @llvm.fma.f32(float 0x3EF45FBF40000000, float %v126, float 0xBF3B1241C0000000)
  %v136 = call float @llvm.fma.f32(float %v135, float %v126, float 0x3F709EBD00000000)
  %v137 = call float @llvm.fma.f32(float %v136, float %v126, float 0xBF99647B00000000)
  %v138 = call float @llvm.fma.f32(float %v137, float %v126, float 0x3FBB9591C0000000)
  %v139 = call float @llvm.fma.f32(float %v138, float %v126, float 0x3FE44880A0000000)
  %v140 = call float @llvm.fma.f32(float %v139, float %v126, float 0x3FF2117060000000)
  %v141 = call float @llvm.fma.f32(float %v140, float %v126, float 0xBF1F787CE0000000)
  %v142 = fneg float %v141
  %v143 = call float @llvm.fma.f32(float %v142, float 0x3FF7154760000000, float 0x4168001FC0000000)
  %v144 = fsub float %v143, 0x4168001FC0000000
  %v145 = bitcast float %v143 to i32
  %v146 = call float @llvm.fma.f32(float %v144, float 0xBFE6300000000000, float %v142)
  %v147 = call float @llvm.fma.f32(float %v144, float 0x3F2BD01060000000, float %v146)
  %v148 = call float @llvm.fma.f32(float 0x3F56A23E80000000, float %v147, float 0x3F8123A6C0000000)
  %v149 = call float @llvm.fma.f32(float %v148, float %v147, float 0x3FA5558F40000000)
  %v150 = call float @llvm.fma.f32(float %v149, float %v147, float 0x3FC5554900000000)
  %v151 = call float @llvm.fma.f32(float %v150, float %v147, float 0x3FDFFFFFC0000000)
  %v152 = call float @llvm.fma.f32(float %v151, float %v147, float 0x3FF0000000000000)
  %v153 = call float @llvm.fma.f32(float %v152, float %v147, float 0x3FF0000000000000)
  %v154 = sub i32 %v145, 127
  %v155 = shl i32 %v154, 23
  %v156 = bitcast i32 %v155 to float
  %v157 = fmul float %v153, %v156
  %v158 = fsub float 0x3FF0000000000000, %v157
  %v159 = fcmp olt float %v126, 0x3FF0000000000000
  %v160 = select i1 %v159, float %v134, float %v158
  %v161 = call float @llvm.copysign.f32(float %v160, float %v123)
  %v162 = fadd float 0x3FF0000000000000, %v161
  %v163 = fmul float %v122, %v162
  %v164 = call float @llvm.fabs.f32(float %v119)
  %v165 = fneg float %v164
  %v166 = fcmp olt float 0x4056400000000000, %v165
  %v167 = select i1 %v166, float 0x4056400000000000, float %v165
  %v168 = fcmp ogt float 0xC05A000000000000, %v167
  %v169 = select i1 %v168, float 0xC05A000000000000, float %v167
  %v170 = call float @llvm.fma.f32(float %v169, float 0x3FF7154760000000, float 0x4168001FC0000000)
  %v171 = fsub float %v170, 0x4168001FC0000000
  %v172 = bitcast float %v170 to i32
  %v173 = call float @llvm.fma.f32(float %v171, float 0xBFE6300000000000, float %v169)
  %v174 = call float @llvm.fma.f32(float %v171, float 0x3F2BD01060000000, float %v173)
  %v175 = call float @llvm.fma.f32(float 0x3F56A23E80000000, float %v174, float 0x3F8123A6C0000000)
  %v176 = call float @llvm.fma.f32(float %v175, float %v174, float 0x3FA5558F40000000)
  %v177 = call float @llvm.fma.f32(float %v176, float %v174, float 0x3FC5554900000000)
  %v178 = call float @llvm.fma.f32(float %v177, float %v174, float 0x3FDFFFFFC0000000)
  %v179 = call float @llvm.fma.f32(float %v178, float %v174, float 0x3FF0000000000000)
  %v180 = call float @llvm.fma.f32(float %v179, float %v174, float 0x3FF0000000000000)
  %v181 = lshr i32 %v172, 1
  %v182 = shl i32 %v181, 23
  %v183 = bitcast i32 %v182 to float
  %v184 = sub i32 %v172, %v181
  %v185 = shl i32 %v184, 23
  %v186 = bitcast i32 %v185 to float
  %v187 = fmul float %v180, %v183
  %v188 = fmul float %v187, %v186
  %v189 = fadd float 0x3FF0000000000000, %v188
  %v190 = fdiv float 0x3FF0000000000000, %v189
  %v191 = fcmp olt float %v119, 0x0000000000000000
  %v192 = fmul float %v188, %v190
  %v193 = select i1 %v191, float %v192, float %v190
  %v194 = fmul float %v163, %v193
  %v195 = getelementptr inbounds float, ptr %v5, i64 %i116
  store float %v194, ptr %v195, align 4
  %v196 = add nsw i64 %i116, 1
  br label %b113
b115:
  %v197 = add nsw i64 %c20_0, 1
  %v198 = add nsw i64 %i20, 1
  br label %b17
b19:
  ret void
}
define internal i64 @run_tasks(ptr %ctx, ptr %task, ptr %frame, i64 %n) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = icmp slt i64 %n, 2
  br i1 %v1, label %b2, label %b3
b2:
  %v4 = icmp eq i64 %n, 1
  br i1 %v4, label %b5, label %b6
b5:
  call void %task(ptr %frame, i64 0, i64 0)
  br label %b6
b6:
  ret i64 0
b7:
  br label %b3
b3:
  %v8 = load ptr, ptr %ctx, align 8
  %v9 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v10 = load i64, ptr %v9, align 8
  %v11 = call i64 %v8(ptr %task, ptr %frame, i64 %n, i64 %v10)
  %v12 = icmp ne i64 %v11, 0
  %v13 = select i1 %v12, i64 3, i64 0
  ret i64 %v13
}
